import Execution
import Tensors

/// Small whole numbers by seed, for cells.
public struct CellNumbers {
    private var numbers: NormalGenerator

    public init(seed: UInt64) { numbers = NormalGenerator(seed: seed &+ 1) }

    public mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + min(Int(numbers.uniform() * Float(range.count)), range.count - 1)
    }

    mutating func matrix(_ rows: Int, _ columns: Int, in range: ClosedRange<Int>) -> Tensor {
        Tensor([rows, columns], (0..<rows * columns).map { _ in Float(integer(in: range)) })
    }

    /// One of several.
    mutating func choice<Item>(_ items: [Item]) -> Item { items[integer(in: 0...items.count - 1)] }
}
