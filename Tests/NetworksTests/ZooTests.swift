import Files
import Networks
import Testing

/// Totals from the papers and the frameworks' own models.
@Suite struct ZooTests {
    struct Published: Sendable, CustomTestStringConvertible {
        let id: String
        let parameters: Int
        var keras: Int?
        var macs: Int?
        /// A layer with the size, jump and padding of its receptive field.
        var field: (layer: String, size: Int, jump: Int, padding: Int)?

        var testDescription: String { id }
    }

    static let published: [Published] = [
        Published(id: "lenet5", parameters: 61_706, field: ("pool2", 16, 4, 0)),
        Published(id: "alexnet", parameters: 61_100_840, macs: 714_188_480, field: ("pool5", 195, 32, 66)),
        Published(id: "alexnet-ungrouped", parameters: 62_378_344),
        Published(id: "alexnet-grouped", parameters: 60_965_224, field: ("pool5", 195, 32, 64)),
        Published(
            id: "vgg16", parameters: 138_357_544, keras: 138_357_544, macs: 15_470_264_320,
            field: ("pool5", 212, 32, 90)),
        Published(id: "vgg19", parameters: 143_667_240),
        Published(id: "googlenet", parameters: 6_998_552),
        Published(id: "googlenet-bn", parameters: 6_624_904),
        Published(id: "inception-v3", parameters: 23_834_568),
        Published(id: "nin-cifar10", parameters: 966_986),
        Published(id: "nin-imagenet", parameters: 7_595_176),
        Published(id: "all-cnn-c", parameters: 1_369_738),
        Published(id: "resnet18", parameters: 11_689_512, macs: 1_814_073_344),
        Published(id: "resnet34", parameters: 21_797_672),
        Published(id: "resnet50", parameters: 25_557_032, keras: 25_610_152, macs: 4_089_184_256),
        Published(id: "resnet50-v1", parameters: 25_583_592, keras: 25_636_712, macs: 3_857_973_248),
        Published(id: "resnet20-cifar", parameters: 269_722),
        Published(id: "resnet56-cifar", parameters: 853_018),
        Published(id: "squeezenet1.1", parameters: 1_235_496),
        Published(id: "mobilenet-v2", parameters: 3_504_872),
        Published(id: "densenet121", parameters: 7_978_856),
        Published(id: "unet", parameters: 31_030_658),
    ]

    @Test(arguments: published) func totalsArePublishedOnes(_ published: Published) throws {
        let network = try #require(try Zoo.network(published.id))
        let summary = NetworkSummary(network)
        #expect(summary.parameters == Quantity(published.parameters))
        if let keras = published.keras {
            #expect(NetworkSummary(network, profile: .keras).parameters == Quantity(keras))
        }
        if let macs = published.macs { #expect(summary.macs == Quantity(macs)) }
        if let field = published.field {
            guard case .axes(let axes)? = network.node(named: field.layer)?.field else {
                Issue.record("\(field.layer) has no field")
                return
            }
            for axis in axes {
                #expect(axis.size == field.size)
                #expect(axis.jump == Rational(field.jump))
                #expect(axis.padding == field.padding)
            }
        }
    }

    /// The last layer that still has a place in the image.
    @Test(arguments: [
        ("resnet18", 435), ("resnet34", 899), ("resnet50", 427), ("resnet50-v1", 483), ("inception-v3", 1311),
    ])
    func lastFieldsArePublishedOnes(id: String, size: Int) throws {
        let network = try #require(try Zoo.network(id))
        let fields = network.nodes.compactMap { node -> Int? in
            guard case .axes(let axes) = node.field else { return nil }
            return axes[0].size
        }
        #expect(fields.last == size)
    }

    @Test func embeddedFilesAreThoseOfTheSamples() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Samples/networks"
        let files = try FileSystem.entries(of: folder).filter { $0.hasSuffix(".yml") }
        #expect(Set(files) == Set(Zoo.ids.map { "\($0).yml" }))
        for id in Zoo.ids {
            let file = try FileSystem.text(of: "\(folder)/\(id).yml")
            // All but the first line, which tells editors of the schema.
            let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[0] == "# yaml-language-server: $schema=../network.schema.json")
            #expect(
                Zoo.yaml(id) == lines.dropFirst().joined(separator: "\n").trimmingNewline,
                "run Tests/Tools/embed-networks.sh")
        }
    }

    @Test(arguments: Zoo.ids) func parameterTensorsHoldWhatIsCounted(id: String) throws {
        for node in try #require(try Zoo.network(id)).nodes {
            let set = node.inference.parameters
            let trained = set.tensors.filter(\.role.isTrained).map(\.count).reduce(0, +)
            #expect(trained == set.total(.pytorch), "\(node.name)")
            #expect(set.trainable(.pytorch) == trained)
        }
    }
}

extension String {
    fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
