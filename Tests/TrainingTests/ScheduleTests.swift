import Testing

@testable import Training

@Suite struct ScheduleTests {
    @Test func factorsFollowTheEpochs() {
        let factors = { (schedule: Schedule) in (0..<4).map { schedule.factor(epoch: $0, of: 4) } }
        #expect(factors(.constant) == [1, 1, 1, 1])
        #expect(factors(.steps(every: 2, factor: 0.5)) == [1, 1, 0.5, 0.5])
        #expect(factors(.exponential(factor: 0.5)) == [1, 0.5, 0.25, 0.125])
        let cosine = factors(.cosine(final: 0))
        #expect(cosine[0] == 1)
        #expect(abs(cosine[2] - 0.5) < 1e-6)
        #expect(abs(cosine[1] + cosine[3] - 1) < 1e-6)
    }
}
