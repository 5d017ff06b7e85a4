import Networks

/// The frame around a named or repeated block, or around several equal ones of which the first is drawn.
struct VolumeFrame: Hashable {
    /// The blocks that it stands for, all copies of a repetition under one name.
    private(set) var names: [String]
    private(set) var copies = 1
    /// What is repeated where the network's file gives it no name: `conv, ReLU`.
    private let kinds: String?
    /// Which one it is, where the others are drawn as well.
    private let copy: Int?

    private static let mostKinds = 4

    /// - Parameter kinds: Of the layers in it.
    init(_ group: LayerDescription.Group, kinds: [String]) {
        names = [group.name]
        copy = group.copies > 1 ? group.copy : nil
        let own = kinds.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let words = own.count > Self.mostKinds ? counted(kinds.count, "layer") : own.joined(separator: ", ")
        self.kinds = group.block.isEmpty ? words : nil
    }

    /// Takes an equal one that follows.
    mutating func add(_ other: VolumeFrame) {
        if names.last != other.names[0] { names += other.names }
        copies += 1
    }

    /// `layer2`, `layer1 × 3`, `× 2: fire2 and fire3`, `conv, ReLU × 2,500`.
    var words: String {
        let times = "×\u{A0}\(Quantity(copies).readable)"
        if let kinds {
            return copies > 1 ? "\(kinds)\u{A0} \(times)" : copy.map { "\(kinds) (copy \($0))" } ?? kinds
        }
        if copies == 1 { return copy.map { "\(names[0]).\($0)" } ?? names[0] }
        return names.count == 1 ? "\(names[0])\u{A0} \(times)" : "\(times): \(nameList)"
    }

    /// For those who do not see it.
    var sentence: String {
        let times = copies > 1 ? ", \(Quantity(copies).readable) times" : ""
        if let kinds {
            return "Repeated block of \(kinds)\(times.isEmpty ? copy.map { ", copy \($0)" } ?? "" : times)."
        }
        if names.count > 1 { return "Named blocks \(nameList), all alike\(times)." }
        return copies > 1 ? "Named block \(names[0])\(times)." : "Named block \(words)."
    }

    private var nameList: String {
        names.count > 3 ? "\(names[0]) … \(names[names.count - 1])" : listed(names)
    }
}
