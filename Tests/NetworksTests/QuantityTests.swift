import Testing

@testable import Networks

@Suite struct QuantityTests {
    private let t = Quantity(Unknown("T"))

    private func halved(_ quantity: Quantity) -> Quantity { (quantity / 2).ceiling }

    @Test func roundingUpTwiceIsRoundingUpOnce() {
        #expect(halved(t).text == "ceil(T/2)")
        #expect(halved(halved(t)).text == "ceil(T/4)")
        #expect(halved(halved(t)) == (t / 4).ceiling)
        #expect((halved(t) * 64 * 20).text == "1280*ceil(T/2)")
    }

    @Test func knownMultiplesNeedNoRounding() {
        let t = Quantity(Unknown("T", multipleOf: 4))
        #expect(halved(t).text == "T/2")
        #expect(halved(halved(t)).text == "T/4")
        #expect(halved(halved(halved(t))).text == "ceil(T/8)")
        #expect((halved(t) * 2 - t) == 0)
    }

    @Test(arguments: 1...40) func simplifiedFormulasKeepTheirValue(size: Int) throws {
        // A convolution of 3 with stride 2, one of 5 with stride 3, then ceil: by numbers and by formula.
        var number = Quantity(size)
        var formula = t
        for (kernel, stride) in [(3, 2), (5, 3), (2, 2), (4, 3)] as [(Quantity, Quantity)] {
            number = ((number + 7 - kernel) / stride).floor + 1
            formula = ((formula + 7 - kernel) / stride).floor + 1
        }
        #expect(formula.evaluated(at: size) == number.rational)
        #expect((formula * formula - 3 * formula).evaluated(at: size) == (number * number - 3 * number).rational)
    }

    /// Terms that differ only within a floor have an order of their own, so the same sum is always written alike.
    @Test func sumsOfFloorsHaveOneOrder() {
        let fifth = ((t + 1) / 5).floor
        let tenth = ((t + 6) / 10).floor
        let texts = (0..<20).map { _ in (39 * fifth + tenth + ((t + 26) / 30).floor).text }
        #expect(Set(texts) == ["floor((T + 6)/10) + floor((T + 26)/30) + 39*floor((T + 1)/5)"])
    }

    @Test func overflowIsNoNumber() {
        #expect(Quantity(.max) * 2 == .overflow)
        #expect(Quantity(.max) + 1 == .overflow)
        #expect((Quantity(.max) * 2).integer == nil)
        #expect(Quantity(.min) * -1 == .overflow)
    }

    @Test func aMaximumOfUnknownsIsOpen() {
        #expect(Quantity.max(t, 3) == .undetermined)
        #expect(Quantity.max(t + 1, t) == t + 1)
    }
}
