import Networks

extension Grid {
    /// The greatest value of each region's bins: `[N, C, H, W]` to `[N·R, C, h, w]`.
    func pooledRegions(_ pool: RoIPool) -> Grid {
        let regions = pool.regions.map { pool.place(of: $0, height: sizes[2], width: sizes[3]) }
        return Grid([sizes[0] * regions.count, sizes[1]] + pool.size) { place in
            let (n, region) = place[0].quotientAndRemainder(dividingBy: regions.count)
            let (rows, columns) = regions[region]
            return greatest(
                [n, place[1]], rows.bin(place[2], of: pool.size[0]), columns.bin(place[3], of: pool.size[1]))
        }
    }

    /// The greatest value of each bin of grids of n × n bins, level by level: `[N, C, H, W]` to `[N, C·Σn²]`.
    func pooledPyramid(_ levels: [Int]) -> Grid {
        let bins = levels.flatMap { level in
            places(of: [sizes[1], level, level]).map { place in
                (
                    channel: place[0], rows: (0..<sizes[2]).bin(place[1], of: level),
                    columns: (0..<sizes[3]).bin(place[2], of: level)
                )
            }
        }
        return Grid([sizes[0], bins.count]) { place in
            let bin = bins[place[1]]
            return greatest([place[0], bin.channel], bin.rows, bin.columns)
        }
    }

    private func greatest(_ map: [Int], _ rows: Range<Int>, _ columns: Range<Int>) -> Element {
        let values = rows.flatMap { row in columns.map { column in self[map + [row, column]] } }
        return values.max() ?? Element(-.infinity)
    }
}

extension Range<Int> {
    /// The part of these positions that bin `index` of so many covers.
    func bin(_ index: Int, of bins: Int) -> Range<Int> {
        let bin = RoIPool.bin(index, of: bins, over: count)
        return lowerBound + bin.lowerBound..<lowerBound + bin.upperBound
    }
}
