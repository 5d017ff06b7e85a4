import Execution
import Tensors
import Testing

@testable import Training

@Suite struct DataSplitTests {
    private static func classes(_ count: Int, _ seed: UInt64) -> [Int] {
        var random = NormalGenerator(seed: seed, stream: 0)
        return (0..<count).map { _ in random.index(below: 5) * random.index(below: 2) }
    }

    @Test(arguments: 0..<20)
    func everySampleIsOnOneSideAndEachClassIsSplitAlike(seed: Int) {
        let classes = Self.classes(50 + 37 * seed, UInt64(seed))
        for held in [HeldOut.share(0.2), .share(0.5), .share(0.99), .every(2), .every(5), .nothing] {
            let split = DataSplit(count: classes.count, classes: classes, held, seed: UInt64(seed))
            #expect((split.training + split.heldOut).sorted() == Array(classes.indices))
            #expect(split.training == split.training.sorted() && split.heldOut == split.heldOut.sorted())
            for number in Set(classes) {
                let all = classes.count { $0 == number }
                let taken = split.heldOut.count { classes[$0] == number }
                switch held {
                case .nothing: #expect(taken == 0)
                case .every(let step): #expect(taken == all / step)
                case .share(let share):
                    #expect(abs(Double(taken) - Double(all) * share) <= 1.0)
                    #expect(taken < all)
                    #expect(taken > 0 || all == 1)
                }
            }
        }
    }

    @Test func theSeedDecides() {
        let classes = Self.classes(300, 1)
        func held(_ seed: UInt64) -> [Int] { DataSplit(count: 300, classes: classes, .share(0.2), seed: seed).heldOut }
        #expect(held(3) == held(3))
        #expect(held(3) != held(4))
        // The place of a sample says nothing about its side.
        let mean = Double(held(3).reduce(0, +)) / Double(held(3).count)
        #expect((110..<190).contains(mean))
    }

    @Test func aSingleSampleStaysForLearning() {
        for held in [HeldOut.share(0.9), .every(2), .nothing] {
            let split = DataSplit(count: 1, classes: [0], held)
            #expect(split.training == [0] && split.heldOut.isEmpty)
        }
    }
}

@Suite struct RandomStreamTests {
    @Test func streamsOfNeighbouringSeedsShareNoNumbers() {
        var seen: Set<Float> = []
        for seed in UInt64(0)..<8 {
            for stream in UInt64(0)..<8 {
                var random = NormalGenerator(seed: seed, stream: stream)
                for _ in 0..<16 { seen.insert(random.uniform()) }
            }
        }
        // 24 bits meet now and then; streams that overlap would meet sixteen times each.
        #expect(seen.count > 1020)
    }

    @Test func ordersArePermutations() {
        var random = NormalGenerator(seed: 5, stream: 2)
        var places = [Int](repeating: 0, count: 6)
        for _ in 0..<600 {
            let order = random.shuffled(Array(0..<6))
            #expect(order.sorted() == Array(0..<6))
            places[order.firstIndex(of: 0)!] += 1
        }
        for count in places { #expect((60...140).contains(count), "\(places)") }
    }
}
