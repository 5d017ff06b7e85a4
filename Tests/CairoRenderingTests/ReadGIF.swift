import Testing

/// A GIF read back, block by block.
struct ReadGIF {
    private(set) var frames: [ShownFrame] = []
    private(set) var loops: Int?

    init(_ file: [UInt8]) throws {
        try #require(file.starts(with: Array("GIF89a".utf8)))
        func word(_ at: Int) -> Int { Int(file[at]) | Int(file[at + 1]) << 8 }
        var canvas = Composed(width: word(6), height: word(8), rgba: [])
        canvas.rgba = Array(repeating: 0, count: canvas.width * canvas.height * 4)
        try #require(file[10] & 0x80 != 0)
        let colors = 2 << Int(file[10] & 7)
        let palette = (0..<colors).map { Array(file[13 + $0 * 3..<16 + $0 * 3]) + [255] }
        var at = 13 + colors * 3
        func blocks() -> [UInt8] {
            var bytes: [UInt8] = []
            while file[at] > 0 {
                bytes += file[at + 1...at + Int(file[at])]
                at += Int(file[at]) + 1
            }
            at += 1
            return bytes
        }
        var control: [UInt8] = []
        while file[at] != 0x3B {
            switch (file[at], file[at + 1]) {
            case (0x21, 0xF9):
                at += 2
                control = blocks()
            case (0x21, _):
                at += 2
                let data = blocks()
                if data.starts(with: Array("NETSCAPE2.0".utf8)) { loops = Int(data[12]) | Int(data[13]) << 8 }
            default:
                try #require(file[at] == 0x2C && file[at + 9] == 0 && control.count == 4)
                let (x, y, width, height) = (word(at + 1), word(at + 3), word(at + 5), word(at + 7))
                let codeSize = Int(file[at + 10])
                at += 11
                let indices = try Self.decoded(blocks(), codeSize)
                try #require(indices.count == width * height)
                // Left as it is, with one index that leaves what is below.
                try #require(control[0] >> 2 & 7 == 1 && control[0] & 1 == 1)
                let pixels = indices.flatMap { $0 == control[3] ? [0, 0, 0, 0] : palette[Int($0)] }
                canvas.draw(Composed(width: width, height: height, rgba: pixels), x: x, y: y, isOver: true)
                let delay = Int(control[1]) | Int(control[2]) << 8
                frames.append(ShownFrame(picture: canvas, seconds: Double(delay) / 100))
            }
        }
        try #require(at == file.count - 1)
    }

    /// LZW with codes of growing length (CompuServe, Graphics Interchange Format 89a, 1990).
    private static func decoded(_ data: [UInt8], _ codeSize: Int) throws -> [UInt8] {
        let (clear, end) = (1 << codeSize, 1 << codeSize + 1)
        let singles = (0..<clear).map { [UInt8($0)] } + [[], []]
        var (table, length, last): ([[UInt8]], Int, [UInt8]?) = (singles, codeSize + 1, nil)
        var result: [UInt8] = []
        var (bits, count) = (0, 0)
        for byte in data {
            bits |= Int(byte) << count
            count += 8
            while count >= length {
                let code = bits & (1 << length - 1)
                bits >>= length
                count -= length
                if code == end { return result }
                if code == clear {
                    (table, length, last) = (singles, codeSize + 1, nil)
                    continue
                }
                let entry = code < table.count ? table[code] : try #require(last) + [try #require(last?.first)]
                result += entry
                if let last, table.count < 4096 { table.append(last + [entry[0]]) }
                if table.count == 1 << length, length < 12 { length += 1 }
                last = entry
            }
        }
        return result
    }
}
