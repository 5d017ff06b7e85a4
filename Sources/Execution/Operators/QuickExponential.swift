/// Exponentials without branches or calls, so that loops over them are vectorised.
extension Float {
    /// e^x, within 2 units in the last place of the exact value; infinite above 88.73, 0 below -104.
    @inline(__always)
    var quickExponential: Float {
        let (first, second, sum) = exponentialParts
        return (sum + 1) * first * second
    }

    /// e^x as 2^n in two factors, and the rest less 1.
    ///
    /// Range reduction by multiples of ln 2 in two parts (Cody and Waite, 1980), then the Taylor polynomial of degree 7.
    @inline(__always)
    private var exponentialParts: (first: Float, second: Float, sum: Float) {
        // A NaN fails both comparisons and goes through.
        var x = self < -110 ? -110 : self
        x = x > 90 ? 90 : x
        // Adding 1.5·2²³ rounds to an integer, which then stands in the low bits.
        let shifted = x * 1.442_695_04 + 12_582_912
        let count = shifted - 12_582_912
        let rest = (x - count * 0.693_359_375) - count * -2.121_944_4e-4
        var sum: Float = 1.0 / 5040
        sum = sum * rest + 1.0 / 720
        sum = sum * rest + 1.0 / 120
        sum = sum * rest + 1.0 / 24
        sum = sum * rest + 1.0 / 6
        sum = sum * rest + 0.5
        sum = sum * rest + 1
        // Two factors: n may lie beyond what one exponent holds.
        let whole = Int32(bitPattern: shifted.bitPattern) &- 0x4B40_0000
        let half = whole &>> 1
        return (
            Float(bitPattern: UInt32(bitPattern: (half &+ 127) &<< 23)),
            Float(bitPattern: UInt32(bitPattern: (whole &- half &+ 127) &<< 23)), sum * rest
        )
    }

}
