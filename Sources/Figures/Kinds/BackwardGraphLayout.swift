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
                let gap = (look.inputs(middle).right, look.weights(middle).left)
                if row.hasInputs {
                    backwardArrow(Point(gap.0, middle), Point(gap.1, middle), isKept: isKept)
                }
            }
            for source in row.sources {
                forwardEdge(from: source.row, to: index, look)
                if source.wouldBeKept || source.isKept { backwardEdge(from: index, to: source, look) }
            }
        }
        loss(sheet, look)
    }

    private mutating func backwardHeaders(_ look: BackwardLook) {
        let heads = [
            ("forward", look.forwardLeft, look.forwardWidth), ("gradients of inputs", look.inputsLeft, look.gradientWidth),
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

    private mutating func backwardEdge(from row: Int, to source: BackwardSheet.Source, _ look: BackwardLook) {
        let (start, end) = (look.inputs(look.frames[row].center.y), look.inputs(look.frames[source.row].center.y))
        guard let lane = look.backwardLanes.lane(from: source.row, to: row) else {
            backwardArrow(Point(start.center.x, start.top), Point(end.center.x, end.bottom), isKept: source.isKept)
            return
        }
        let x = look.inputsLeft - look.lanePitch * Double(lane + 1)
        path(
            .polygon(
                [
                    Point(start.left, start.center.y - 2.5), Point(x, start.center.y - 2.5),
                    Point(x, end.center.y + 2.5), Point(end.left - 4, end.center.y + 2.5),
                ], closed: false),
            stroke: source.isKept
                ? Stroke(theme.ink, width: 0.75, join: .round) : Stroke(theme.rule, width: 0.75, dash: [2, 2]))
        backwardArrow(
            Point(end.left - 6, end.center.y + 2.5), Point(end.left, end.center.y + 2.5), isKept: source.isKept)
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
            let back = look.inputs(box.center.y)
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
            guard sheet.rows[result.row].hasInputs || sheet.rows[result.row].trainable > 0 else { continue }
            // A first layer that learns has no gradient of its inputs: the way goes to its weights.
            let target = sheet.rows[result.row].hasInputs ? back : look.weights(box.center.y)
            if let lane = look.backwardLanes.lane(from: result.row, to: end) {
                let x = look.inputsLeft - look.lanePitch * Double(lane + 1)
                path(
                    .polygon(
                        [
                            Point(x, frame.top), Point(x, box.center.y + 2.5), Point(target.left - 4, box.center.y + 2.5),
                        ], closed: false),
                    stroke: result.isKept
                        ? Stroke(theme.ink, width: 0.75, join: .round)
                        : Stroke(theme.rule, width: 0.75, dash: [2, 2]))
                backwardArrow(
                    Point(target.left - 6, box.center.y + 2.5), Point(target.left, box.center.y + 2.5),
                    isKept: result.isKept)
            } else {
                backwardArrow(
                    Point(target.center.x, frame.top), Point(target.center.x, target.bottom), isKept: result.isKept)
            }
        }
    }

    /// All costs, beside those with nothing frozen.
    mutating func backwardTotals(_ sheet: BackwardSheet) {
        func number(_ value: Int, style: Text.Style = .regular) -> Text {
            Text(Quantity(value).readable, style: style, size: 8)
        }
        func row(_ name: String, _ value: Int, _ full: Int, style: Text.Style = .regular) -> [Text] {
            [
                Text(name, style: style, size: 8), number(value, style: style), number(full, style: style),
                Text(full > 0 ? percentage(value, of: full) : "", style: style, size: 8),
            ]
        }
        let (total, full) = (sheet.total, sheet.full)
        table(
            TextTable(
                header: [
                    Text("MACs of a step", size: 8), Text("now", size: 8), Text("nothing frozen", size: 8),
                    Text("", size: 8),
                ],
                rows: [
                    row("forward", total.forward, full.forward),
                    row("to inputs", total.toInputs, full.toInputs),
                    row("to weights", total.toWeights, full.toWeights),
                    row("in all", total.total, full.total, style: .bold),
                ], alignments: [.left, .right, .right, .right]), left: 0, top: (bounds?.bottom ?? 0) + 12, width: width)
    }
}
