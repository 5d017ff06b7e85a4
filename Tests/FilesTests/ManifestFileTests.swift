import Testing

@testable import Files

@Suite struct ManifestFileTests {
    private func message(_ yaml: String) -> String? {
        do {
            _ = try ManifestFile(yaml: yaml, path: "m.yml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test func listsOfSeveralKindsAreReadInTheirOrder() throws {
        let manifest = try ManifestFile(
            yaml: """
                filters:
                  - { filter: "gaussian:sigma=2", images: photos }
                  - { filter: [sobel-x, sobel-y], images: [a.png, photos], padding: [1, 2], gray: true }
                  - { filter: [[1, 0, -1], [2, 0, -2]], images: a.png }
                figures:
                  - { figure: coverage }
                  - { figure: coverage }
                """, path: "m.yml")
        #expect(
            manifest.entries.map(\.name) == ["gaussian_sigma_2", "filters", "filter", "coverage", "coverage-2"])
        guard case .filters(let entry) = manifest.entries[1], case .filters(let matrix) = manifest.entries[2] else {
            Issue.record("no filters")
            return
        }
        #expect(entry.filters.map(\.fileName) == ["sobel-x", "sobel-y"] && entry.images == ["a.png", "photos"])
        #expect(entry.options.map(\.name) == ["padding", "gray"] && entry.options.map(\.value) == ["1,2", "true"])
        #expect(entry.line == 3 && entry.line(of: "gray") == 3)
        #expect(matrix.filters.map(\.fileName) == ["filter"])
    }

    @Test func whatIsWrongIsNamedWithItsLine() {
        let cases = [
            ("figures: []\nfilters: []", "m.yml:1: expected at least one figure or filter."),
            ("filters:\n  - { images: a.png }", "m.yml:2: expected 'filter: NAME'."),
            ("filters:\n  - { filter: box }", "m.yml:2: expected 'images: FOLDER', or a list of images."),
            ("filters:\n  - box", "m.yml:2: expected a filter with its images."),
            ("filters: box", "m.yml:1: expected a list under 'filters'."),
            ("filters:\n  - { filter: box, images: a, name: a/b }", "m.yml:2: expected a name without slashes"),
            ("filters: []\nphotos: x", "m.yml:2: 'photos' is not a key of a manifest; there are figures, filters."),
            (
                "figures:\n  - { figure: coverage, name: box }\nfilters:\n  - { filter: box, images: a, name: box }",
                "m.yml:4: two entries are called 'box'."
            ),
            ("colour: red", "m.yml:1: expected 'figure: KIND'."), ("", "m.yml:1: expected a figure."),
        ]
        for (yaml, words) in cases {
            #expect(message(yaml)?.hasPrefix(words) == true, "\(yaml): \(message(yaml) ?? "no error")")
        }
    }
}
