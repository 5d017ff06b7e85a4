import ConvolutionKernels

/// Σ aᵢ·bᵢ over `count` elements, in four sums of eight, so that no addition waits for the one before.
package func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
    let (x, y) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    @inline(__always) func part(_ base: UnsafeRawPointer, _ index: Int) -> SIMD8<Float> {
        base.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    }
    var index = 0
    while index + 32 <= count {
        sums.0 += part(x, index) * part(y, index)
        sums.1 += part(x, index + 8) * part(y, index + 8)
        sums.2 += part(x, index + 16) * part(y, index + 16)
        sums.3 += part(x, index + 24) * part(y, index + 24)
        index += 32
    }
    var sum = (sums.0 + sums.1 + (sums.2 + sums.3)).sum()
    while index < count {
        sum += a[index] * b[index]
        index += 1
    }
    return sum
}

/// Dot products of rows on both sides: left `[rows, depth]`, right `[columns, depth]`, output `[rows, columns]`.
///
/// Reading the right side takes the time: each row of it comes from memory once, for all rows on the left.
package func dotProducts(
    rows: Int, columns: Int, depth: Int, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>
) {
    let kernels = Correlation.kernels
    nonisolated(unsafe) let (left, right, output) = (left, right, output)
    Parallelism.split(columns, work: Double(rows) * Double(columns) * Double(depth)) { range in
        if rows == 1 {
            return kernels.pointee.dot_rows(
                right + range.lowerBound * depth, left, Int64(depth), Int64(range.count), output + range.lowerBound)
        }
        for column in range {
            for row in 0..<rows {
                kernels.pointee.dot_rows(
                    right + column * depth, left + row * depth, Int64(depth), 1, output + row * columns + column)
            }
        }
    }
}

/// Σ aᵢ over `count` elements, in four sums of eight.
package func sum(_ a: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
    let x = UnsafeRawPointer(a)
    @inline(__always) func part(_ index: Int) -> SIMD8<Float> {
        x.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
    }
    var index = 0
    while index + 32 <= count {
        sums.0 += part(index)
        sums.1 += part(index + 8)
        sums.2 += part(index + 16)
        sums.3 += part(index + 24)
        index += 32
    }
    var sum = (sums.0 + sums.1 + (sums.2 + sums.3)).sum()
    while index < count {
        sum += a[index]
        index += 1
    }
    return sum
}
