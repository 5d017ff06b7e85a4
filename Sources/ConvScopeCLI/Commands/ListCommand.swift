import ArgumentParser
import Figures
import Files
import Networks
import Scenes
import Tensors

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show what there is: filters, layers, networks, figures or themes; with a name, everything about one."
    )

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case filters, layers, networks, figures, themes
    }

    @Argument(help: "filters, layers, networks, figures or themes.")
    var subject: Subject

    @Argument(help: "One of them: `list filters gabor`, `list filters gaussian:sigma=3`, `list layers conv`.")
    var name: String?

    @Flag(help: "With `list networks NAME`: the network's file, to save and change.")
    var yaml = false

    func run() throws {
        do { try list() } catch { throw Failure(error) }
    }

    private func list() throws {
        guard !yaml || subject == .networks && name != nil else {
            throw Failure.usage("--yaml shows the file of one network: `convscope list networks vgg16 --yaml`.")
        }
        switch subject {
        case .filters:
            // With options, as `--filter` takes it.
            if let name, let colon = name.firstIndex(of: ":"), let kind = FilterKind(rawValue: String(name[..<colon])) {
                return try Console.print(kind.details(of: Filter(parsing: name)))
            }
            try listed(FilterKind.allCases, \.rawValue, "filter") {
                $0.summary
            } details: {
                $0.details(of: $0.filter())
            }
        case .layers:
            try listed(LayerName.allCases, \.rawValue, "kind of layer") {
                $0.declaration.summary
            } details: {
                $0.details
            }
        case .networks:
            if name == nil { return try Console.print(ListedNetwork.table()) }
            try listed(Zoo.ids, \.self, "network") { _ in
                ""
            } details: {
                try yaml ? ListedNetwork.file(of: $0) : ListedNetwork.details(of: $0)
            }
        case .figures:
            try listed(FigureKind.allCases, \.rawValue, "figure") {
                $0.type.summary
            } details: {
                $0.details
            }
        case .themes:
            try listed(Theme.builtIn, \.name, "theme") {
                $0.summary
            } details: {
                $0.details
            }
        }
    }

    private func listed<Item>(
        _ items: [Item], _ itemName: (Item) -> String, _ noun: String, _ summary: (Item) -> String,
        details: (Item) throws -> String
    ) throws {
        if let name {
            guard let item = items.first(where: { itemName($0) == name }) else {
                let near = nearest(String(name.prefix { $0 != ":" }), among: items.map(itemName))
                let hint = near.map { " Did you mean '\($0)'?" } ?? ""
                throw Failure.usage(
                    "no \(noun) is called '\(name)'.\(hint) `convscope list \(subject.rawValue)` shows all.")
            }
            try Console.print(try details(item))
        } else {
            let width = items.map { itemName($0).count }.max() ?? 0
            for item in items {
                let name = itemName(item)
                try Console.print(name + String(repeating: " ", count: width + 2 - name.count) + summary(item))
            }
        }
    }
}
