import Networks
import Scenes

extension SceneBuilder {
    /// The way forward on the left, from the top down; beside it the way back, from the loss up.
    mutating func backwardGraph(_ sheet: BackwardSheet) {
        let look = BackwardLook(sheet, self)
        backwardHeaders(look)
        for (index, row) in sheet.rows.enumerated() {
            forwardBox(row, look, index, isInput: index < sheet.inputCount)
            guard index >= sheet.inputCount else { continue }
            let middle = look.frames[index].center.y
            if row.hasInputs {
                gradientBox(
                    row.keepsInputs ? row.cost.toInputs : row.full.toInputs, isKept: row.keepsInputs, .input,
                    look.inputs(middle), look)
            }
            if row.trainable > 0 {
                let isKept = row.learning > 0
                gradientBox(
                    isKept ? row.cost.toWeights : row.full.toWeights, isKept: isKept, .kernel, look.weights(middle),
                    look)
            }
            fork(row, look, index)
            for source in row.sources {
                forwardEdge(from: source.row, to: index, look)
                if source.wouldBeKept || source.isKept { backwardEdge(from: index, to: source, look) }
            }
        }
        loss(sheet, look)
    }

    private mutating func backwardHeaders(_ look: BackwardLook) {
        let heads = [
            ("forward", look.forwardLeft, look.forwardWidth),
            ("gradients of inputs", look.inputsLeft, look.gradientWidth),
            ("gradients of weights", look.weightsLeft, look.gradientWidth),
        ]
        for (words, left, width) in heads {
            let lines = wrapped(words, width: width, size: 8, style: .bold) + ["MACs"]
            for (index, line) in lines.reversed().enumerated() {
                let isUnit = index == 0
                text(
                    Text(line, style: isUnit ? .regular : .bold, size: isUnit ? Text.smallSize : 8),
                    at: Point(left + width / 2, -7 - 9.5 * Double(index)), color: isUnit ? theme.mutedInk : nil,
                    anchor: .middle)
            }
        }
    }

    private mutating func forwardBox(_ row: BackwardSheet.Row, _ look: BackwardLook, _ index: Int, isInput: Bool) {
        let frame = look.frames[index]
        let ground = row.role.map { theme.page.mixed(with: theme.accent($0), theme.tint) } ?? theme.page
        let color = row.role.map { theme.emphasised($0) } ?? theme.mutedInk
        path(
            .roundedRect(frame, radius: 3), fill: .solid(row.isFrozen ? theme.page : ground),
            stroke: Stroke(color, width: 1, dash: row.isFrozen ? [3, 2] : []))
        let label = look.labels[index]
        var y = frame.top + 3
        for (number, line) in label.lines.enumerated() {
            var x = frame.left + 5
            for run in line {
                text(run, at: Point(x, y + 6.5), color: run.size == 8 ? theme.label(on: ground) : nil)
                x += measure(run).width + 6
            }
            if number == 0, let count = label.count {
                text(count, at: Point(frame.right - 5, y + 6.5), anchor: .end)
            }
            y += BackwardLook.lineHeight
        }
    }

    /// What a gradient costs, or what is saved where it is cut.
    private mutating func gradientBox(
        _ count: Int, isKept: Bool, _ role: Theme.Role, _ frame: Rect, _ look: BackwardLook
    ) {
        let ground = isKept ? theme.page.mixed(with: theme.accent(role), theme.tint) : theme.page
        path(
            .roundedRect(frame, radius: 3), fill: .solid(ground),
            stroke: isKept
                ? Stroke(theme.emphasised(role), width: 1) : Stroke(theme.rule, width: 0.75, dash: [2.5, 2]))
        let words = Text(look.number(count), size: Text.smallSize)
        text(
            words, at: frame.center, color: isKept ? theme.label(on: ground) : theme.mutedInk, anchor: .middle,
            baseline: .middle)
        if !isKept {
            let half = measure(words).width / 2 + 2
            line(
                Point(frame.center.x - half, frame.center.y), Point(frame.center.x + half, frame.center.y),
                Stroke(theme.mutedInk, width: 0.6))
        }
    }

    /// The gradient of what a layer gives, on to that of what it reads and to that of its weights.
    private mutating func fork(_ row: BackwardSheet.Row, _ look: BackwardLook, _ index: Int) {
        let (joint, middle) = (look.joint(index), look.frames[index].center.y)
        let ways = [
            (row.hasInputs, row.keepsInputs, look.inputs(middle)),
            (row.trainable > 0, row.learning > 0, look.weights(middle)),
        ]
        // What is kept lies over what is cut.
        for isKept in [false, true] {
            for (exists, isOwn, frame) in ways where exists && isOwn == isKept {
                if frame.center.x > joint.x {
                    backwardLine([joint, Point(frame.center.x, joint.y)], isKept: isKept)
                }
                backwardArrow(
                    Point(frame.center.x, joint.y), Point(frame.center.x, frame.bottom), isKept: isKept)
            }
        }
    }

    private mutating func backwardLine(_ points: [Point], isKept: Bool) {
        path(
            .polygon(points, closed: false),
            stroke: isKept
                ? Stroke(theme.ink, width: 0.75, join: .round) : Stroke(theme.rule, width: 0.75, dash: [2, 2]))
    }

    private mutating func backwardArrow(_ from: Point, _ to: Point, isKept: Bool) {
        if isKept {
            arrow(from, to, theme.ink)
        } else {
            line(from, to, Stroke(theme.rule, width: 0.75, dash: [2, 2]))
        }
    }

    private mutating func forwardEdge(from source: Int, to row: Int, _ look: BackwardLook) {
        let (start, end) = (look.frames[source], look.frames[row])
        guard let lane = look.forwardLanes.lane(from: source, to: row) else {
            arrow(Point(start.center.x, start.bottom), Point(end.center.x, end.top), theme.mutedInk)
            return
        }
        let x = look.forwardLeft - look.lanePitch * Double(lane + 1)
        path(
            .polygon(
                [
                    Point(start.left, start.center.y + 2.5), Point(x, start.center.y + 2.5),
                    Point(x, end.center.y - 2.5), Point(end.left - 4, end.center.y - 2.5),
                ], closed: false), stroke: Stroke(theme.mutedInk, width: 0.75, join: .round))
        arrow(Point(end.left - 6, end.center.y - 2.5), Point(end.left, end.center.y - 2.5), theme.mutedInk)
    }

    /// From a layer's gradient of its inputs to where the gradient of what it read is needed.
    private mutating func backwardEdge(from row: Int, to source: BackwardSheet.Source, _ look: BackwardLook) {
        let (start, joint) = (look.inputs(look.frames[row].center.y), look.joint(source.row))
        guard let lane = look.backwardLanes.lane(from: source.row, to: row) else {
            backwardLine([Point(start.center.x, start.top), joint], isKept: source.isKept)
            return
        }
        let x = look.inputsLeft - look.lanePitch * Double(lane + 1)
        backwardLine(
            [Point(start.left, start.center.y), Point(x, start.center.y), Point(x, joint.y), joint],
            isKept: source.isKept)
    }

    /// Where the way forward ends and the way back begins.
    private mutating func loss(_ sheet: BackwardSheet, _ look: BackwardLook) {
        let frame = look.loss
        path(
            .roundedRect(frame, radius: 3), fill: .solid(theme.page.mixed(with: theme.accent(.activation), theme.tint)),
            stroke: Stroke(theme.emphasised(.activation), width: 1))
        text(Text("loss", style: .bold, size: 8), at: frame.center, anchor: .middle, baseline: .middle)
        let end = sheet.rows.count
        for result in sheet.results {
            let box = look.frames[result.row]
            if let lane = look.forwardLanes.lane(from: result.row, to: end) {
                let x = look.forwardLeft - look.lanePitch * Double(lane + 1)
                path(
                    .polygon(
                        [
                            Point(box.left, box.center.y + 2.5), Point(x, box.center.y + 2.5), Point(x, frame.center.y),
                            Point(frame.left - 4, frame.center.y),
                        ], closed: false), stroke: Stroke(theme.mutedInk, width: 0.75, join: .round))
                arrow(Point(frame.left - 6, frame.center.y), Point(frame.left, frame.center.y), theme.mutedInk)
            } else {
                arrow(Point(box.center.x, box.bottom), Point(box.center.x, frame.top), theme.mutedInk)
            }
            guard result.wouldBeKept || result.isKept else { continue }
            let joint = look.joint(result.row)
            let lane = look.backwardLanes.lane(from: result.row, to: end)
            let x = lane.map { look.inputsLeft - look.lanePitch * Double($0 + 1) } ?? joint.x
            backwardLine(
                [Point(x, frame.top), Point(x, joint.y)] + (lane == nil ? [] : [joint]), isKept: result.isKept)
        }
    }

    /// All costs, beside those with nothing frozen where something is.
    mutating func backwardTotals(_ sheet: BackwardSheet) {
        let isNarrow = width < 330
        func words(_ words: String, _ style: Text.Style = .regular) -> Text {
            Text(words, style: style, size: isNarrow ? Text.smallSize : 8)
        }
        let columns = sheet.isFree ? 2 : 4
        func number(_ value: Int) -> String { width < 200 ? shortened(value) : Quantity(value).readable }
        func row(_ name: String, _ value: Int, _ full: Int, _ style: Text.Style = .regular) -> [Text] {
            let cells = [name, number(value), number(full), full > 0 ? percentage(value, of: full) : ""]
            return cells.prefix(columns).map { words($0, style) }
        }
        let (total, full, state) = (sheet.total, sheet.full, sheet.stateWords)
        let header = [
            words(isNarrow ? "MACs" : "MACs of a step"),
            words(!sheet.isFree && (isNarrow || state.count > 30) ? "now" : state),
            words(isNarrow ? "all learn" : "nothing frozen"), words(""),
        ]
        table(
            TextTable(
                header: Array(header.prefix(columns)),
                rows: [
                    row("forward", total.forward, full.forward), row("to inputs", total.toInputs, full.toInputs),
                    row("to weights", total.toWeights, full.toWeights), row("in all", total.total, full.total, .bold),
                ], alignments: Array([.left, .right, .right, .right].prefix(columns))), left: 0,
            top: (bounds?.bottom ?? 0) + 12, width: width)
    }
}
