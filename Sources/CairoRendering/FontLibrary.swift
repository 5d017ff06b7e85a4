internal import PangoCairo
internal import Scenes

/// The fonts in use: a private set that grows by the files which texts need, so that a process starts fast and looks
/// alike whatever else is installed. The system's own set is asked only for what the usual files lack.
///
/// Not safe to use from two threads at once: ``TextShaper`` holds the lock.
struct FontLibrary {
    /// A font as Pango is to ask for it.
    struct Face {
        var families: String
        var weight: PangoWeight
        var slant: PangoStyle
        fileprivate var coverage: OpaquePointer?
    }

    /// Counts the files: what Pango knows of fonts is out of date when it has changed.
    private(set) var generation = 0
    private let configuration: OpaquePointer
    private var system: OpaquePointer?
    private var files: [String: File?] = [:]
    private var faces: [FaceKey: Face] = [:]
    private var searched: Set<UInt32> = []

    private struct FaceKey: Hashable {
        var family: String
        var style: Text.Style
    }

    private struct File {
        var family: String
        var coverage: OpaquePointer?
    }

    init() {
        configuration = FcConfigCreate()
        // Before Pango's first call, or its helper thread would read the system's whole set.
        FcConfigSetCurrent(configuration)
    }

    /// The font for a style, with every file loaded that the text needs.
    mutating func face(for style: Text.Style, family: String, text: String) -> Face {
        let key = FaceKey(family: family, style: style)
        let face = faces[key] ?? loadFace(key)
        faces[key] = face
        for scalar in text.unicodeScalars where !scalar.isASCII && !scalar.properties.isDefaultIgnorableCodePoint {
            cover(scalar, by: face)
        }
        return face
    }

    private mutating func loadFace(_ key: FaceKey) -> Face {
        let (weight, slant) = key.style.look
        let file =
            load(firstOf: FontFiles.names(family: key.family, style: key.style))
            ?? loadFromSystem(family: key.style.family(text: key.family), weight: weight, slant: slant)
        let own = file?.family ?? key.style.family(text: key.family)
        let fallback = FontFiles.fallbackFamily
        return Face(
            families: own == fallback ? own : "\(own), \(fallback)", weight: weight, slant: slant,
            coverage: file?.coverage)
    }

    /// Loads what draws a letter that the style's own font lacks.
    private mutating func cover(_ scalar: Unicode.Scalar, by face: Face) {
        if let coverage = face.coverage, FcCharSetHasChar(coverage, scalar.value) != 0 { return }
        let names = face.weight == PANGO_WEIGHT_BOLD ? FontFiles.fallbackBold : FontFiles.fallback
        if let file = load(firstOf: names), let coverage = file.coverage,
            FcCharSetHasChar(coverage, scalar.value) != 0
        {
            return
        }
        if searched.insert(scalar.value).inserted {
            loadFromSystem(covering: scalar)
        }
    }

    private mutating func load(firstOf names: [String]) -> File? {
        for name in names {
            if let file = load(name) { return file }
        }
        return nil
    }

    private mutating func load(_ name: String) -> File? {
        if let known = files[name] { return known }
        var file: File?
        for folder in FontFiles.folders where file == nil { file = addFile("\(folder)/\(name)") }
        files[name] = .some(file)
        return file
    }

    private mutating func addFile(_ path: String) -> File? {
        guard g_file_test(path, G_FILE_TEST_IS_REGULAR) != 0, FcConfigAppFontAddFile(configuration, path) != 0,
            let fonts = FcConfigGetFonts(configuration, FcSetApplication), fonts.pointee.nfont > 0,
            let pattern = fonts.pointee.fonts[Int(fonts.pointee.nfont) - 1]
        else { return nil }
        generation += 1
        var family: UnsafeMutablePointer<FcChar8>?
        var coverage: OpaquePointer?
        guard FcPatternGetString(pattern, FC_FAMILY, 0, &family) == FcResultMatch, let family else { return nil }
        _ = FcPatternGetCharSet(pattern, FC_CHARSET, 0, &coverage)
        return File(family: String(cString: family), coverage: coverage)
    }

    private mutating func loadFromSystem(family: String, weight: PangoWeight, slant: PangoStyle) -> File? {
        let pattern = FcPatternCreate()
        defer { FcPatternDestroy(pattern) }
        FcPatternAddString(pattern, FC_FAMILY, family)
        FcPatternAddInteger(pattern, FC_WEIGHT, FcWeightFromOpenType(Int32(weight.rawValue)))
        FcPatternAddInteger(pattern, FC_SLANT, slant == PANGO_STYLE_NORMAL ? FC_SLANT_ROMAN : FC_SLANT_ITALIC)
        return addBestMatch(pattern)
    }

    private mutating func loadFromSystem(covering scalar: Unicode.Scalar) {
        let pattern = FcPatternCreate()
        let letters = FcCharSetCreate()
        defer {
            FcPatternDestroy(pattern)
            FcCharSetDestroy(letters)
        }
        FcCharSetAddChar(letters, scalar.value)
        FcPatternAddCharSet(pattern, FC_CHARSET, letters)
        _ = addBestMatch(pattern)
    }

    private mutating func addBestMatch(_ pattern: OpaquePointer?) -> File? {
        system = system ?? FcInitLoadConfigAndFonts()
        FcConfigSubstitute(system, pattern, FcMatchPattern)
        FcDefaultSubstitute(pattern)
        var result = FcResultMatch
        guard let match = FcFontMatch(system, pattern, &result) else { return nil }
        defer { FcPatternDestroy(match) }
        var path: UnsafeMutablePointer<FcChar8>?
        guard FcPatternGetString(match, FC_FILE, 0, &path) == FcResultMatch, let path else { return nil }
        let name = String(cString: path)
        if let known = files[name] { return known }
        let file = addFile(name)
        files[name] = .some(file)
        return file
    }
}
