/// The part of a source that is being read, fetched piece by piece.
final class ByteWindow {
    private static let size = 1 << 16

    let source: ByteSource
    private let file: OpenFile?
    private var bytes: [UInt8] = []
    /// Where in the source `bytes` begin.
    private var base = 0

    init(_ source: ByteSource) throws(ONNXProblem) {
        self.source = source
        do throws(FileError) {
            file = try source.opened()
        } catch {
            throw ONNXProblem(.unreadable(error))
        }
        if let array = source.array { bytes = array }
    }

    func byte(at position: Int) throws(ONNXProblem) -> UInt8 {
        if position < base || position - base >= bytes.count { try fetch(position) }
        return bytes[position - base]
    }

    func bytes(_ range: Range<Int>) throws(ONNXProblem) -> ArraySlice<UInt8> {
        if range.isEmpty { return [] }
        if range.lowerBound >= base, range.upperBound - base <= bytes.count {
            return bytes[range.lowerBound - base..<range.upperBound - base]
        }
        return try read(range)[...]
    }

    func countVarints(_ range: Range<Int>) throws(ONNXProblem) -> Int {
        var count = 0
        var position = range.lowerBound
        var last: UInt8 = 0
        while position < range.upperBound {
            let piece = try piece(position, end: range.upperBound)
            count += piece.withUnsafeBufferPointer { $0.reduce(0) { $0 &+ Int($1 >> 7 ^ 1) } }
            last = piece.last ?? 0
            position += piece.count
        }
        if last >= 0x80 { throw ONNXProblem(.damaged(.partOfNumber), byte: range.lowerBound) }
        return count
    }

    /// Gives all the numbers, from one piece after the other.
    @inline(__always)
    func forEachVarint(_ range: Range<Int>, _ body: (UInt64) throws(ONNXProblem) -> Void) throws(ONNXProblem) {
        var (value, shift) = (UInt64(0), UInt64(0))
        var position = range.lowerBound
        while position < range.upperBound {
            let piece = try piece(position, end: range.upperBound)
            for byte in piece {
                // Of the tenth byte there is room for one bit.
                if shift > 63 || shift == 63 && byte > 1 {
                    throw ONNXProblem(.damaged(.overlongNumber), byte: range.lowerBound)
                }
                value |= UInt64(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 {
                    try body(value)
                    (value, shift) = (0, 0)
                }
            }
            position += piece.count
        }
        if shift > 0 { throw ONNXProblem(.damaged(.partOfNumber), byte: range.lowerBound) }
    }

    /// As much as is in memory of what lies between two positions.
    private func piece(_ position: Int, end: Int) throws(ONNXProblem) -> ArraySlice<UInt8> {
        _ = try byte(at: position)
        return bytes[(position - base)...].prefix(end - position)
    }

    private func fetch(_ position: Int) throws(ONNXProblem) {
        bytes = []  // One window at a time.
        bytes = try read(position..<min(position + Self.size, source.count))
        base = position
    }

    private func read(_ range: Range<Int>) throws(ONNXProblem) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count])
            do throws(FileError) {
                try source.read(from: range.lowerBound, into: target, file: file)
                count = range.count
            } catch {
                failure = error
            }
        }
        if let failure { throw ONNXProblem(.unreadable(failure)) }
        return bytes
    }
}
