import Dispatch
import Testing

@testable import Tensors

@Suite struct ParallelismTests {
    /// How often each of `count` units was visited.
    private static func visits(_ count: Int, threads: Int) -> [Int] {
        let visits = UnsafeMutablePointer<Int>.allocate(capacity: count)
        visits.initialize(repeating: 0, count: count)
        defer { visits.deallocate() }
        nonisolated(unsafe) let shared = visits
        Parallelism.$threadCount.withValue(threads) {
            Parallelism.split(count, work: .infinity) { range in
                for index in range { shared[index] += 1 }
            }
        }
        return (0..<count).map { visits[$0] }
    }

    @Test(arguments: [1, 2, 3, 17], [1, 2, 5, 1000])
    func everyUnitIsVisitedOnce(threads: Int, count: Int) {
        #expect(Self.visits(count, threads: threads) == Array(repeating: 1, count: count))
    }

    @Test func loopsFollowEachOtherWithoutMixing() {
        for round in 0..<2000 {
            let count = 1 + round % 7
            #expect(Self.visits(count, threads: 1 + round % 5) == Array(repeating: 1, count: count))
        }
    }

    @Test func callersAtTheSameTimeAllFinish() {
        let failures = UnsafeMutablePointer<Int>.allocate(capacity: 4)
        failures.initialize(repeating: 0, count: 4)
        defer { failures.deallocate() }
        nonisolated(unsafe) let shared = failures
        DispatchQueue.concurrentPerform(iterations: 4) { caller in
            for _ in 0..<300 where Self.visits(50, threads: 3) != Array(repeating: 1, count: 50) {
                shared[caller] += 1
            }
        }
        #expect((0..<4).allSatisfy { failures[$0] == 0 })
    }

    @Test func loopsInsideLoopsAreVisitedOnce() {
        let visits = UnsafeMutablePointer<Int>.allocate(capacity: 60)
        visits.initialize(repeating: 0, count: 60)
        defer { visits.deallocate() }
        nonisolated(unsafe) let shared = visits
        Parallelism.$threadCount.withValue(3) {
            Parallelism.split(6, work: .infinity) { rows in
                for row in rows {
                    Parallelism.split(10, work: .infinity) { columns in
                        for column in columns { shared[row * 10 + column] += 1 }
                    }
                }
            }
        }
        #expect((0..<60).allSatisfy { visits[$0] == 1 })
    }
}
