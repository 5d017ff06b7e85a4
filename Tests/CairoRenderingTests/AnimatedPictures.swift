import ImageCodecs
import Testing

/// A picture on a page, as a decoder composes it: red, green, blue and alpha of each pixel.
struct Composed: Equatable {
    var width: Int
    var height: Int
    var rgba: [UInt8]

    subscript(x: Int, y: Int) -> [UInt8] { Array(rgba[(y * width + x) * 4..<(y * width + x) * 4 + 4]) }

    /// The largest difference of any channel, multiplied by its alpha.
    func distance(to other: Composed) -> Int {
        guard rgba.count == other.rgba.count else { return .max }
        func seen(_ bytes: [UInt8], _ index: Int) -> Int {
            index % 4 == 3 ? Int(bytes[index]) : Int(bytes[index]) * Int(bytes[index | 3]) / 255
        }
        return rgba.indices.map { abs(seen(rgba, $0) - seen(other.rgba, $0)) }.max() ?? 0
    }

    /// Whether what is of one colour over two pixels by two is just so in the other.
    func hasFlatColors(of other: Composed) -> Bool {
        for y in 0..<height - 1 {
            for x in 0..<width - 1 where other[x, y] == other[x + 1, y] && other[x, y] == other[x, y + 1] {
                if other[x, y] == other[x + 1, y + 1], self[x, y] != other[x, y] { return false }
            }
        }
        return true
    }

    var onWhite: Composed {
        var result = self
        for index in rgba.indices where index % 4 < 3 {
            let alpha = Double(rgba[index | 3]) / 255
            result.rgba[index] = UInt8((Double(rgba[index]) * alpha + 255 * (1 - alpha)).rounded())
        }
        for index in stride(from: 3, to: rgba.count, by: 4) { result.rgba[index] = 255 }
        return result
    }
}

/// A frame as it is shown, and for how long.
struct ShownFrame {
    var picture: Composed
    var seconds: Double
}

/// A PNG or APNG read back, chunk by chunk.
struct ReadAPNG {
    private(set) var types: [String] = []
    private(set) var colorType: UInt8 = 0
    /// What programs show that do not play it.
    private(set) var still: Composed
    private(set) var frames: [ShownFrame] = []
    /// As the file announces.
    private(set) var frameCount = 0
    private(set) var plays = 0
    private var palette: [[UInt8]] = []

    init(_ file: [UInt8]) throws {
        try #require(file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        func number(_ bytes: some Collection<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
        var canvas = Composed(width: 0, height: 0, rgba: [])
        still = canvas
        var at = 8
        var head: [UInt8]?
        var sequence = 0
        while at < file.count {
            let count = number(file[at..<at + 4])
            let body = Array(file[at + 4..<at + 8 + count])
            try #require(Int(ic_crc32(body, body.count)) == number(file[at + 8 + count..<at + 12 + count]))
            at += 12 + count
            let (type, data) = (String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4)))
            types.append(type)
            switch type {
            case "IHDR":
                (canvas.width, canvas.height) = (number(data[0..<4]), number(data[4..<8]))
                canvas.rgba = Array(repeating: 0, count: canvas.width * canvas.height * 4)
                (colorType, still) = (data[9], canvas)
            case "PLTE": palette = stride(from: 0, to: count, by: 3).map { Array(data[$0..<$0 + 3]) + [255] }
            case "tRNS": for (index, alpha) in data.enumerated() { palette[index][3] = alpha }
            case "acTL": (frameCount, plays) = (number(data[0..<4]), number(data[4..<8]))
            case "fcTL":
                try #require(number(data[0..<4]) == sequence && data[24] == 0)
                sequence += 1
                head = data
            case "IDAT", "fdAT":
                var data = data
                if type == "fdAT" {
                    try #require(number(data[0..<4]) == sequence)
                    sequence += 1
                    data.removeFirst(4)
                } else {
                    still = try pixels(data, canvas.width, canvas.height)
                }
                guard let frame = head else { continue }
                let box = (0..<4).map { number(frame[4 + $0 * 4..<8 + $0 * 4]) }
                canvas.draw(try pixels(data, box[0], box[1]), x: box[2], y: box[3], isOver: frame[25] == 1)
                frames.append(
                    ShownFrame(
                        picture: canvas, seconds: Double(number(frame[20..<22])) / Double(number(frame[22..<24]))))
            default: break
            }
        }
    }

    private func pixels(_ data: [UInt8], _ width: Int, _ height: Int) throws -> Composed {
        let step = [2: 3, 3: 1, 6: 4][colorType] ?? 0
        var rows = [UInt8](repeating: 0, count: height * (width * step + 1))
        // Without the two bytes before and the four behind, zlib is DEFLATE.
        try #require(ic_inflate(Array(data.dropFirst(2).dropLast(4)), data.count - 6, &rows, rows.count) == IC_OK)
        var above = [UInt8](repeating: 0, count: width * step)
        var rgba: [UInt8] = []
        for row in 0..<height {
            let start = row * (width * step + 1)
            var line = Array(rows[start + 1..<start + 1 + width * step])
            for index in line.indices {
                let a = index < step ? 0 : Int(line[index - step])
                let (b, c) = (Int(above[index]), index < step ? 0 : Int(above[index - step]))
                let guess =
                    switch rows[start] {
                    case 1: a
                    case 2: b
                    case 3: (a + b) / 2
                    case 4: [a, b, c].min { abs(a + b - c - $0) < abs(a + b - c - $1) } ?? 0
                    default: 0
                    }
                line[index] &+= UInt8(guess)
            }
            for column in 0..<width {
                switch colorType {
                case 2: rgba += line[column * 3..<column * 3 + 3] + [255]
                case 3: rgba += palette[Int(line[column])]
                default: rgba += line[column * 4..<column * 4 + 4]
                }
            }
            above = line
        }
        return Composed(width: width, height: height, rgba: rgba)
    }
}

extension Composed {
    /// Blending is tried on pixels that are there or not there: nobody should need more.
    mutating func draw(_ picture: Composed, x: Int, y: Int, isOver: Bool) {
        for row in 0..<picture.height {
            for column in 0..<picture.width {
                let pixel = picture[column, row]
                if isOver, pixel[3] == 0 { continue }
                precondition(!isOver || pixel[3] == 255, "a half-transparent pixel over another")
                let target = ((y + row) * width + x + column) * 4
                rgba.replaceSubrange(target..<target + 4, with: pixel)
            }
        }
    }
}
