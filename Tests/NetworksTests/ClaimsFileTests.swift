import Files
import Networks
import Testing

@Suite struct ClaimsFileTests {
    private func sentences(_ text: String, path: String = "notes.md") -> [String] {
        let file = ClaimsFile(text, path: path, isNotes: path.hasSuffix(".md"))
        return file.problems
            + file.results.flatMap { result in
                result.outcomes.filter { !$0.holds }.map { outcome in
                    let place = outcome.claim.location.map { ":\($0.line):\($0.column)" } ?? ""
                    return "\(path)\(place): \(outcome.sentence(network: result.network))"
                }
            }
    }

    private func block(_ yaml: String) -> String { "```convscope\n\(yaml)\n```\n" }

    @Test func everyNetworkOfTheZooKeepsWhatItClaims() throws {
        for id in Zoo.ids {
            let file = ClaimsFile(try #require(Zoo.yaml(id)), path: id, isNotes: false)
            #expect(file.problems.isEmpty)
            #expect(!file.outcomes.isEmpty, "\(id) claims nothing")
            let failing = file.outcomes.filter { !$0.holds }
            #expect(failing.isEmpty, "\(id)")
        }
    }

    @Test func whatDoesNotHoldIsDerived() {
        let chain = "network: \"1x28x28 -> conv 32@3x3 -> relu -> max-pool 2 -> flatten -> dense 10\""
        let cases: [(String, String)] = [
            (
                "layers: { conv1: { output: 32x24x24 } }",
                "3:38: conv1: output 32x24x24 claimed, it is 32x26x26: "
                    + "height and width = floor((28 + 2·0 - 3)/1) + 1 = 26"
            ),
            (
                "layers: { relu1: { output: 32x24x26 } }",
                "3:38: relu1: output 32x24x26 claimed, it is 32x26x26: "
                    + "height and width = floor((28 + 2·0 - 3)/1) + 1 = 26"
            ),
            (
                "layers: { conv1: { output: 26x26x32 } }",
                "3:38: conv1: output 26x26x32 claimed, it is 32x26x26: "
                    + "height and width = floor((28 + 2·0 - 3)/1) + 1 = 26. "
                    + "The network is written with its channels first."
            ),
            (
                "layers: { conv1: { parameters: 288 } }",
                "3:42: conv1: parameters 288 claimed, it is 320: parameters = 32·(1·3·3 + 1) = 320"
            ),
            (
                "parameters: 54_411",
                "3:23: Chain: parameters 54,411 claimed, it is 54,410: "
                    + "parameters = conv1 + dense1 = 320 + 54090 = 54,410"
            ),
            (
                "layers: { max-pool1: { receptive-field: [4, 5], jump: 1, start: 1.5, padding: 0 } }",
                "3:51: max-pool1: receptive-field 4x5 claimed, it is 4: "
                    + "receptive field, height and width = 3 + (2 - 1)·1 = 4"
            ),
            ("layers: 6", "3:19: Chain: layers 6 claimed, it is 5."),
            ("flops: 1", "3:18: Chain: flops 1 claimed, it is 497,536: FLOPs = 2·248768 = 497,536"),
            ("receptive-field: 4", "3:28: Chain: receptive-field 4 claimed, it is all."),
            (
                "layers: { conv2: { output: 3 } }",
                "3:38: conv2: output 3 claimed, but no layer is called 'conv2'; did you mean 'conv1'?"
            ),
        ]
        for (claim, sentence) in cases {
            let told = sentences(block("\(chain)\nexpect: { \(claim) }"))
            #expect(told.first == "notes.md:\(sentence)", "\(claim)")
        }
    }

    @Test func profilesAreTheirOwnClaims() {
        let both = """
            network: resnet50
            expect:
              - { parameters: 25557032 }
              - { profile: keras, parameters: 25_610_152, trainable: 25557032 }
            """
        #expect(sentences(block(both)).isEmpty)
        #expect(
            sentences(block("network: resnet50\nexpect: { parameters: 25610152 }")).first?
                .hasSuffix(". Keras counts so: write 'profile: keras'.") == true)
        #expect(sentences(block("network: resnet50\nprofile: keras\nexpect: { parameters: 25610152 }")).isEmpty)
    }

    @Test func severalOutputs() {
        #expect(
            sentences(block("network: fast-rcnn-vgg16\nexpect: { output: { cls_prob: 21, bbox_pred: 84 } }")).isEmpty)
        #expect(
            sentences(block("network: fast-rcnn-vgg16\nexpect: { output: 21 }")) == [
                """
                notes.md:3:19: Fast R-CNN (VGG-16): output 21 claimed, but the network has 2 outputs. Say which: \
                { cls_prob: … } under 'output', or under 'layers'; there are cls_prob, bbox_pred.
                """
            ])
        #expect(
            sentences(block("network: fast-rcnn-vgg16\nexpect: { output: { cls_prob: 20 } }")) == [
                "notes.md:3:31: Fast R-CNN (VGG-16): output cls_prob 20 claimed, it is 21."
            ])
    }

    @Test func unknownSizes() {
        #expect(
            sentences(
                block(
                    """
                    network: speech-encoder
                    expect: { output: 32xT/4x20, receptive-field: 7, layers: { conv1: { output: 32xT/4x40 } } }
                    """)
            ) == ["notes.md:3:77: conv1: output 32xT/4x40 claimed, it is 32xT/2x40: height = ceil(T/2) = T/2"])
    }

    @Test func inlineNetworksAndOtherInputs() {
        let inline = """
            network:
              input: 3x8x8
              layers:
                - conv: { filters: 2, kernel: 3, expect: { output: 2x6x6 } }
            expect: { parameters: 57 }
            """
        #expect(
            sentences(block(inline)) == [
                "notes.md:6:23: Network: parameters 57 claimed, it is 56: parameters = conv1 = 56"
            ])
        #expect(
            sentences(block("network: all-cnn-c\ninput: 3x64x64\nexpect: { layers: { conv9: { output: 10x14x14 } } }"))
                .isEmpty)
    }

    @Test func lessonsAndManifestsAreLookedThrough() {
        let lesson = """
            lesson: How many?
            network: lenet5
            text: |
              Some words.
            expect: { parameters: 61706 }
            figures:
              - { figure: coverage, input: 7x7 }
              - { figure: shapes, expect: { output: 11 } }
            """
        #expect(
            sentences(lesson, path: "lesson.yml") == [
                "lesson.yml:8:41: LeNet-5: output 11 claimed, it is 10."
            ])
        #expect(sentences("figures: [{ figure: pixel }]", path: "gallery.yml").isEmpty)
        #expect(sentences("- any\n- list\n", path: "other.yml").isEmpty)
        #expect(sentences("site_name: docs\n", path: "other.yml").isEmpty)
    }

    @Test func whatCannotBeReadHasItsPlaceInTheNotes() {
        let cases: [(String, String)] = [
            ("network: lenet5\nexpects: {}", "3:1: 'expects' is no key here; did you mean 'expect'?"),
            ("expect: { output: 3 }", "2:1: 'network' is missing."),
            ("network: resnet51\nexpect: { output: 3 }", "2:10: no network is called 'resnet51'."),
            ("network: gone.yml\nexpect: { output: 3 }", "2:10: gone.yml: there is no such file."),
            ("network: lenet5\nexpect: { output: [a, b }", "3:25: not YAML: did not find expected ',' or ']'"),
            ("network: lenet5\nexpect: { parameters: many }", "3:23: 'parameters' is 'many'; it must be an integer."),
            (
                "network: \"3x8x8 -> conv 3@9x9\"\nexpect: { output: 3 }",
                "2:10: chain:1:10: conv1 (layer 1): a kernel of 9 does not fit"
            ),
            ("just words", "2:1: expected 'network:' or 'layers:', and 'expect:', found 'just words'."),
        ]
        for (yaml, words) in cases {
            let told = sentences(block(yaml))
            #expect(told.count == 1 && told[0].hasPrefix("notes.md:\(words)"), "\(yaml): \(told)")
        }
    }
}
