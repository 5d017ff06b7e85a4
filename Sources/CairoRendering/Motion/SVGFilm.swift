internal import Scenes

extension CairoRenderer {
    /// What always shows, and pieces that come and go.
    func renderSVG(_ film: Film) throws -> [UInt8] {
        var timeline = Timeline()
        var size = Size(0, 0)
        try film.forEachFrame { _, scene in
            try checkPage(scene.size, .svg)
            size = scene.size
            timeline.add(scene)
        }
        var page = SVGPage(options: options, measurer: measurer)
        var style = MotionStyle(film)
        try page.draw(timeline, &style)
        return page.document(of: size, film.description, style: style.fragment)
    }
}

extension SVGPage {
    /// Marks that follow each other in the same group and the same frames become one piece.
    mutating func draw(_ timeline: Timeline, _ style: inout MotionStyle) throws(RenderingError) {
        var groups = OpenGroups()
        if options.text == .live { openLiveText() }
        for entry in timeline.entriesInOrder {
            let mark = timeline.marks[entry.mark]
            enter(timeline.chain(to: mark.place), style.number(of: entry.frames), &groups, timeline)
            try draw([mark.mark])
        }
        enter([], nil, &groups, timeline)
        if options.text == .live { body.append("</g>\n") }
    }

    /// Those around what is written next.
    private struct OpenGroups {
        var places: [(number: Int, outerDecimals: Int)] = []
        var piece: Int?
        /// Of places.
        var clips: [Int: Int] = [:]
    }

    /// Closes and opens as few groups as possible.
    private mutating func enter(_ chain: [Int], _ piece: Int?, _ groups: inout OpenGroups, _ timeline: Timeline) {
        let stays = groups.places.map(\.number) == chain
        if stays, groups.piece == piece { return }
        if groups.piece != nil { body.append("</g>\n") }
        while !chain.starts(with: groups.places.map(\.number)), let last = groups.places.popLast() {
            close(last.outerDecimals)
        }
        for number in chain[groups.places.count...] {
            let place = timeline.places[number]
            groups.places.append((number, decimals))
            open(place.transform)
            if let clip = place.clip {
                let id = groups.clips[number] ?? definition(clip)
                groups.clips[number] = id
                body.append(clip: id)
            }
            body.append(">\n")
        }
        groups.piece = piece
        guard let piece else { return }
        body.append("<g class=\"")
        body.append(id: piece)
        body.append("\">\n")
    }
}

extension Timeline {
    /// The groups around what stands at a place, from the outermost on.
    fileprivate func chain(to place: Int) -> [Int] {
        var chain: [Int] = []
        var place = place
        while place != Self.page {
            chain.append(place)
            place = places[place].outer
        }
        return chain.reversed()
    }
}
