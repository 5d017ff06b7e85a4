import Scenes
import Tensors

/// Films of small pages for whatever has to hold for all.
enum SampleFilms {
    static let description = AlternativeText(summary: "A film, R&D <all>", details: "Step 1 < step 2.")

    /// A window that slides over numbers; every second frame equals the one before.
    static func sliding(
        frames: Int = 8, poster: Int = 5, on background: Color? = .white, photo: Bool = false
    ) -> Film {
        Film(frameCount: frames, secondsPerFrame: 0.4, poster: poster, description: description) { frame in
            let step = Double(frame / 2)
            var marks: [Mark] = photo ? [.image(ImageMark(Self.photo, in: Rect(40, 10, 20, 20)))] : []
            marks += [
                .matrix(
                    MatrixMark(
                        rows: 2, columns: 3,
                        cells: (0..<6).map { index in
                            .init(
                                fill: index <= frame / 2 ? .solid(Color(0x56B4E9)) : nil, label: "\(index)",
                                labelColor: SampleScenes.ink)
                        }, in: Rect(3, 3, 30, 20), grid: Stroke(Color(0x999999), width: 0.5))),
                .path(.rect(Rect(3 + 5 * step, 3, 10, 10)), stroke: Stroke(Color(0xD55E00), width: 1.5)),
                .path(.line(Point(8 + 5 * step, 13), Point(40, 30)), stroke: Stroke(.black.withAlpha(0.6))),
                .path(.rect(Rect(10, 26, 12, 8)), fill: .solid(Color(0x009E73).withAlpha(0.5))),
            ]
            return Scene(size: Size(70, 40), background: background, marks: marks, description: description)
        }
    }

    /// More colours than any palette holds.
    static let photo = PixelImage(
        width: 40, height: 40,
        rgb: (0..<1600).flatMap { index -> [UInt8] in
            let (row, column) = (index / 40, index % 40)
            return [UInt8(column * 6), UInt8(row * 6), UInt8(index * index % 251)]
        })

    /// Marks of all kinds that come, go, change places and stay, in groups and out of them.
    static func random(seed: UInt64) -> Film {
        var numbers = SplitMix64(seed: seed)
        let pool = (0..<12).map { _ in mark(&numbers) }
        let frames = (0..<Int.random(in: 1...9, using: &numbers)).map { _ in
            var marks = pool.filter { _ in Int.random(in: 0..<4, using: &numbers) > 0 }
            if Int.random(in: 0..<3, using: &numbers) == 0 { marks.swapAt(0, marks.count - 1) }
            if Int.random(in: 0..<3, using: &numbers) == 0 { marks.append(marks[0]) }
            let inner = Array(marks.dropFirst(marks.count / 2))
            let group = GroupMark(
                inner, transform: Transform(a: 2, b: 0, c: 0.5, d: 12, tx: Double(seed % 3), ty: 1),
                clip: Bool.random(using: &numbers) ? .rect(Rect(0, 0, 40, 30)) : nil)
            let background: Color? = [nil, .white, .white][Int.random(in: 0..<3, using: &numbers)]
            return Scene(
                size: Size(60, 40), background: background,
                marks: marks.prefix(marks.count / 2) + [.group(GroupMark([.group(group)]))] + marks.suffix(1),
                description: description)
        }
        let poster = Int.random(in: 0..<frames.count, using: &numbers)
        let seconds = Double.random(in: 0.05...2, using: &numbers)
        return Film(frameCount: frames.count, secondsPerFrame: seconds, poster: poster, description: description) {
            frames[$0]
        }
    }

    private static func mark(_ numbers: inout SplitMix64) -> Mark {
        let place = Rect(
            Double(Int.random(in: 0..<50, using: &numbers)), Double(Int.random(in: 0..<30, using: &numbers)), 9, 7)
        let color = Color(UInt32.random(in: 0..<1 << 24, using: &numbers))
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: return .path(.rect(place), fill: .solid(color))
        case 1: return .path(.circle(place.center, radius: 3), fill: .hatch(.rising, line: color, ground: .white))
        case 2: return .text(TextMark(Text("a\(Int(place.x))"), at: place.center, color: color))
        case 3: return .image(ImageMark(SampleScenes.checks, in: place))
        case 4: return .path(.line(Point(place.x, place.y), place.center), stroke: Stroke(color, dash: [2, 1]))
        default:
            let cells = (0..<4).map { MatrixMark.Cell(fill: .solid($0 == 1 ? .white : color), label: "\($0)") }
            return .matrix(MatrixMark(rows: 2, columns: 2, cells: cells, in: place, grid: Stroke(color, width: 0.5)))
        }
    }
}
