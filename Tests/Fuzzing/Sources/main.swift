import Files
import Networks
// Feeds the readers of networks with texts that nobody would write: `make fuzz`, or
// `convscope-fuzz [inputs] [seed] [file for the current input]`. A trap or an input of more than ten seconds ends the
// process with its signal and leaves the input in the file; a network that changes by being written stops it too.
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

let arguments = CommandLine.arguments
let total = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
let seed = arguments.count > 2 ? UInt64(arguments[2]) ?? 1 : 1
let record = InputRecord(path: arguments.count > 3 ? arguments[3] : "fuzz-input.txt")

var random = SplitMix64(seed: seed)
var grammar = Grammar(random: SplitMix64(seed: seed ^ 0xABCD))
let zoo = Zoo.ids.compactMap(Zoo.yaml)
let examples = LayerName.allCases.map { kind in
    let example = kind.declaration.example
    return "input: \(example.input)\nlayers:\n" + example.layers.map { "  - \($0)\n" }.joined()
}
let chains = [
    "1x28x28 -> conv 32@5x5 -> relu -> max-pool 2 -> [conv 64@3x3 s1 p1 -> relu]*2 -> flatten -> dense 10",
    "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC",
    "3xTx80 -> conv 32@3 s2 same → conv 32@3 s2 same relu", "10x3 -> lstm 4 return-sequences=true -> dense 2",
    "8x16x16x16 -> conv-transpose 4@2 s2 output-padding=1,0,1 -> crop 1 -> permute 2,1,3,4",
]
var tally = Tally()

for index in 0..<total {
    let isChain: Bool
    let text: String
    switch random.below(100) {
    case 0..<35: (isChain, text) = (true, grammar.chain())
    case 35..<50: (isChain, text) = (true, Mutation.mutated(random.pick(chains), with: grammar.chain(), &random))
    case 50..<80: (isChain, text) = (false, grammar.yaml())
    case 80..<95: (isChain, text) = (false, Mutation.mutated(random.pick(examples), with: grammar.yaml(), &random))
    default: (isChain, text) = (false, Mutation.mutated(random.pick(zoo), with: random.pick(zoo), &random))
    }
    record.keep(text, index)
    let start = ContinuousClock.now
    tally.inputs += 1
    if isChain { tally.chains += 1 }
    do {
        let network = try isChain ? Network(chain: text) : NetworkFile.network(yaml: text, path: "fuzz")
        tally.networks += 1
        use(network, everything: index % 8 == 0)
    } catch {
        // An error says something, in lines that are short enough to read.
        if "\(error)".isEmpty { fatalError("an error without words") }
    }
    tally.add(start.duration(to: .now), text)
    if (index + 1) % 100_000 == 0 { print(tally.line) }
}
print(tally.line)
print("which was:\n\(tally.slowestText.prefix(600))")
record.remove()

/// Everything that commands ask a network, and back through its own YAML.
func use(_ network: Network, everything: Bool) {
    guard network.nodes.count < 2000 else { return }
    let summary = NetworkSummary(network)
    _ = summary.json(explained: false).text
    guard let written = try? network.yaml() else { return }
    do {
        let again = try NetworkFile.network(yaml: written, path: "written")
        if let change = change(network, again) { fatalError("\(change) changes:\n\(written)") }
    } catch {
        fatalError("written network is refused: \(error)\n\(written)")
    }
    guard everything, network.nodes.count < 200 else { return }
    let table = SummaryTable(NetworkSummary(network, profile: .keras))
    _ = (table.text(), table.csv(), table.markdown(), table.latex())
    _ = summary.json(explained: true).text
    for format in DerivationFormat.allCases { _ = summary.explanation(format) }
}

/// What is claimed, wherever it stands.
func claims(_ expectation: Expectation?) -> Set<String> {
    Set(
        (expectation?.claims ?? []).map {
            "\($0.property) \($0.value) \($0.output ?? "") \($0.profile?.rawValue ?? "")"
        })
}

/// What two networks differ by.
func change(_ a: Network, _ b: Network) -> String? {
    let (left, right) = (a.header, b.header)
    if left.title != right.title || left.about != right.about || left.paper != right.paper || left.url != right.url {
        return "the header"
    }
    if left.layout != right.layout || a.inputs != b.inputs || a.outputs != b.outputs { return "input or output" }
    if left.preprocessing != right.preprocessing { return "preprocess" }
    if a.nodes.count != b.nodes.count { return "the number of layers" }
    for (x, y) in zip(a.nodes, b.nodes) {
        guard x.name == y.name, x.layer == y.layer, x.activation == y.activation, x.sources == y.sources,
            x.isFrozen == y.isFrozen, x.output == y.output, x.field == y.field
        else { return x.name }
        if claims(x.expectation) != claims(y.expectation) { return "expect of \(x.name)" }
    }
    return claims(left.expectation) == claims(right.expectation) ? nil : "expect"
}

struct Tally {
    var inputs = 0, chains = 0, networks = 0
    private var slowest = Duration.zero
    private(set) var slowestText = ""

    mutating func add(_ time: Duration, _ text: String) {
        if time > slowest { (slowest, slowestText) = (time, text) }
    }

    var line: String {
        """
        \(inputs) inputs (\(chains) chains, \(inputs - chains) YAML), \(networks) of them networks; no trap; \
        the slowest took \(slowest)
        """
    }
}

/// The current input in a file that outlives a crash.
struct InputRecord {
    private static let most = 1 << 21
    private let path: String
    private let memory: UnsafeMutableRawPointer

    init(path: String) {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0, ftruncate(descriptor, off_t(Self.most)) == 0,
            let mapped = mmap(nil, Self.most, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED
        else { fatalError("cannot write \(path)") }
        memory = mapped
    }

    func keep(_ text: String, _ index: Int) {
        // Of processor time, so that a busy machine is no slow input.
        var limit = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: 10, tv_usec: 0))
        #if canImport(Glibc)
            setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &limit, nil)
        #else
            setitimer(ITIMER_VIRTUAL, &limit, nil)
        #endif
        let bytes = Array("\(text)\u{0}".utf8.prefix(Self.most))
        bytes.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    }

    func remove() { unlink(path) }
}
