/// A scene without groups: every mark in the page's coordinates, in the order of drawing.
struct FlatScene {
    /// A text's letters from the baseline to a capital's height, with half of what hangs below.
    struct PlacedText {
        var words: String
        var quad: Quad
        var size: Double
        var colors: [Color]
        var clips: [Outline]
        var order: Int
    }

    /// Something that covers what lies below it.
    struct Shape {
        var name: String
        var outline: Outline
        /// Beyond the outline, on each side.
        var strokeReach: Double
        var clips: [Outline]
        var paint: Ground
        var order: Int

        /// `nil` if nothing of it shows.
        var visibleBounds: Rect? {
            clips.reduce(outline.bounds.inset(by: -strokeReach)) { bounds, clip in
                bounds.flatMap { $0.intersection(clip.bounds) }
            }
        }
    }

    enum Ground {
        case none
        case color(Color)
        /// A matrix, whose color depends on the place; with the way back into its coordinates.
        case cells(MatrixMark, Transform)
        /// Text on photos is for the eye to judge.
        case image
    }

    private(set) var texts: [PlacedText] = []
    private(set) var shapes: [Shape] = []
    private let background: Color
    private var order = 0

    init(_ scene: Scene, measurer: some TextMeasuring) {
        // A transparent figure mostly ends on white paper.
        background = scene.background ?? .white
        add(scene.marks, .identity, [], measurer)
    }

    /// The colour on which something stands; `nil` on a photo.
    func ground(at point: Point, below order: Int) -> Color? {
        var above: [Color] = []
        var ground = background
        search: for shape in shapes.reversed() where shape.order < order {
            guard shape.outline.contains(point), shape.clips.allSatisfy({ $0.contains(point) }) else { continue }
            var color: Color?
            switch shape.paint {
            case .none: break
            case .color(let fill): color = fill
            case .cells(let matrix, let inverse): color = matrix.fill(at: inverse.apply(point))
            case .image: return nil
            }
            guard let color else { continue }
            if color.alpha >= 1 {
                ground = color
                break search
            }
            above.append(color)
        }
        return above.reversed().reduce(ground) { $0.mixed(with: $1.withAlpha(1), $1.alpha) }
    }

    private mutating func add(
        _ marks: [Mark], _ transform: Transform, _ clips: [Outline], _ measurer: some TextMeasuring
    ) {
        for mark in marks {
            order += 1
            switch mark {
            case .path(let path, let fill, let stroke):
                let reach = (stroke?.width ?? 0) / 2 * transform.scale
                let paint = fill.map { Ground.color($0.ground) } ?? .none
                add("path", path, reach, paint, transform, clips)
            case .text(let text): add(text, transform, clips, measurer)
            case .image(let image): add("image", .rect(image.frame), 0, .image, transform, clips)
            case .matrix(let matrix): add(matrix, transform, clips, measurer)
            case .group(let group):
                let inner = transform.after(group.transform)
                let clip = group.clip.map { [Outline($0, inner)] } ?? []
                add(group.marks, inner, clips + clip, measurer)
            }
        }
    }

    private mutating func add(
        _ name: String, _ path: Path, _ reach: Double, _ paint: Ground, _ transform: Transform, _ clips: [Outline]
    ) {
        guard !path.elements.isEmpty else { return }
        shapes.append(
            Shape(
                name: name, outline: Outline(path, transform), strokeReach: reach, clips: clips, paint: paint,
                order: order))
    }

    private mutating func add(
        _ matrix: MatrixMark, _ transform: Transform, _ clips: [Outline], _ measurer: some TextMeasuring
    ) {
        let reach = (matrix.outline?.width ?? 0) / 2 * transform.scale
        let paint = transform.inverse.map { Ground.cells(matrix, $0) } ?? .none
        add("matrix", .rect(matrix.frame), reach, paint, transform, clips)
        order += 1
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns {
                if let label = matrix.label(row: row, column: column) { add(label, transform, clips, measurer) }
            }
        }
    }

    private mutating func add(
        _ mark: TextMark, _ transform: Transform, _ clips: [Outline], _ measurer: some TextMeasuring
    ) {
        let extents = measurer.measure(mark.text)
        let origin = mark.origin(extents)
        let letters = Rect(
            origin.x, origin.y - extents.capHeight, extents.width, extents.capHeight + extents.descent / 2)
        texts.append(
            PlacedText(
                words: mark.text.plain, quad: Quad(letters, transform), size: mark.text.size * transform.scale,
                colors: mark.text.runs.map { $0.color ?? mark.color }, clips: clips, order: order))
    }
}

extension MatrixMark {
    /// What stands in the middle of a cell.
    public func label(row: Int, column: Int) -> TextMark? {
        let cell = cells[row * columns + column]
        return cell.label.map {
            TextMark(
                $0, at: cellFrame(row: row, column: column).center, color: cell.labelColor, anchor: .middle,
                baseline: .middle)
        }
    }

    fileprivate func fill(at point: Point) -> Color? {
        let column = Int(((point.x - frame.x) / frame.width * Double(columns)).rounded(.down))
        let row = Int(((point.y - frame.y) / frame.height * Double(rows)).rounded(.down))
        guard (0..<rows).contains(row), (0..<columns).contains(column) else { return nil }
        return cells[row * columns + column].fill?.ground
    }
}
