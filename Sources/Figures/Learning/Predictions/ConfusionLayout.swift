import Scenes

/// Where a confusion matrix stands on its page, and what is named there.
struct ConfusionLayout {
    /// Width of the names at the left.
    let left: Double
    let cell: Size
    /// Columns are named by numbers that stand before the rows' names.
    let isNumbered: Bool
    /// Every so many rows and columns are named.
    let step: Int
    /// Precision stands below the columns, or beside recall where there is no room.
    let isPrecisionBelow: Bool
    let marginWidth: Double
    let barWidth: Double
}

extension ConfusionMatrix {
    func layout(_ builder: SceneBuilder) -> ConfusionLayout {
        func small(_ words: String) -> Double { builder.measure(Text(words, size: Text.smallSize)).width }
        let scale = mistakeScale(builder.theme)
        let barWidth = 18 + builder.measure(Text(percentWords(Double(scale.range.upperBound)), size: 8)).width
        let (recall, precision) = hasMargins ? (small("recall") + 6, small("precision") + 6) : (0, 0)
        let names = counts.classes.map(small).max() ?? 0
        func cell(_ left: Double, _ margin: Double) -> Double {
            min(34, max(13, tallest / Double(classes)), (builder.width - left - margin - barWidth) / Double(classes))
        }
        /// Long names of rows are broken into lines.
        func left(_ isNumbered: Bool) -> Double {
            max(min((isNumbered ? small("\(classes - 1)") + 4 : 0) + names, 0.34 * builder.width), small("is")) + 6
        }
        let plain = cell(max(left(false), precision), recall)
        let isNumbered = names > plain - 3
        let isPrecisionBelow = small("100") + 2 <= cell(max(left(isNumbered), precision), recall)
        let edge = isPrecisionBelow ? max(left(isNumbered), precision) : left(isNumbered)
        let margin = isPrecisionBelow ? recall : recall + precision
        let width = max(1, cell(edge, margin))
        let lines = Double(
            (0..<classes).map { builder.wrapped(rowName($0, isNumbered), width: edge - 6, size: Text.smallSize).count }
                .max() ?? 1)
        let isSmall = !hasMargins || width < 8.5
        let height = isSmall ? width : max(width, 8.5 * lines + 1)
        let pitch = max(8.5 * lines + 0.5, isNumbered ? small("\(classes)") + 3 : 0)
        return ConfusionLayout(
            left: edge, cell: Size(width, height), isNumbered: isNumbered,
            step: max(1, Int((pitch / min(width, height)).rounded(.up))).capped(isOne: !isSmall),
            isPrecisionBelow: isPrecisionBelow, marginWidth: margin, barWidth: barWidth)
    }

    func rowName(_ label: Int, _ isNumbered: Bool) -> String {
        let name = counts.classes[label]
        return isNumbered && name != "\(label)" ? "\(label)\u{A0}\u{A0}\(name)" : name
    }
}

extension Int {
    /// 1 where everything is named.
    fileprivate func capped(isOne: Bool) -> Int { isOne ? 1 : self }
}
