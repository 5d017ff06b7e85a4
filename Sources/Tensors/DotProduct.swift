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
