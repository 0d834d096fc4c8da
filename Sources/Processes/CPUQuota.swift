import Foundation

/// The CPU quota of the control groups (cgroups) of this process, as containers and systemd set it.
/// Versions 1 and 2 of control groups are read, also beside each other.
package struct CPUQuota {
    private let root: String

    /// - Parameter root: the prefix of `/proc` and of all control groups, for tests.
    package init(root: String = "") { self.root = root }

    /// The number of cores that the quota allows, such as 0.5; nil without a quota. The least quota
    /// of the group and of the groups that contain it applies.
    package var cores: Double? {
        let groups = groups
        return mounts.compactMap { mount -> Double? in
            guard let group = groups[mount.isUnified ? "" : "cpu"] else { return nil }
            return folders(of: group, in: mount).compactMap {
                mount.isUnified ? quota2($0) : quota1($0)
            }.min()
        }.min()
    }

    /// A mounted hierarchy of control groups.
    private struct Mount {
        /// The path of the folder.
        var folder: String
        /// The group whose folder is mounted.
        var group: String
        /// True for version 2.
        var isUnified: Bool
    }

    /// The hierarchies with CPU quotas in `/proc/self/mountinfo`.
    private var mounts: [Mount] {
        lines("/proc/self/mountinfo").compactMap { line in
            let fields = line.split(separator: " ").map(String.init)
            guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count > dash + 3 else {
                return nil
            }
            let (type, options) = (fields[dash + 1], fields[dash + 3].split(separator: ","))
            guard type == "cgroup2" || type == "cgroup" && options.contains("cpu") else {
                return nil
            }
            return Mount(
                folder: Self.unescaped(fields[4]), group: Self.unescaped(fields[3]),
                isUnified: type == "cgroup2")
        }
    }

    /// The groups of this process in `/proc/self/cgroup`, by controller; that of version 2 has an
    /// empty name.
    private var groups: [String: String] {
        var groups: [String: String] = [:]
        for line in lines("/proc/self/cgroup") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for name in fields[1].split(separator: ",", omittingEmptySubsequences: false) {
                groups[String(name)] = String(fields[2])
            }
        }
        return groups
    }

    /// The folders of a group and of the groups that contain it, up to the mounted one.
    private func folders(of group: String, in mount: Mount) -> [String] {
        let top = mount.group.split(separator: "/")
        let path = group.split(separator: "/")
        // In a container, the group can be named as outside of it; then its folder is the mounted
        // one.
        let names = path.starts(with: top) ? path.dropFirst(top.count) : []
        return (0...names.count).map {
            ([root + mount.folder] + names.prefix($0).map(String.init)).joined(separator: "/")
        }
    }

    /// The quota in `cpu.max`: `50000 100000` is half a core, `max 100000` no limit.
    private func quota2(_ folder: String) -> Double? {
        let numbers = (text("\(folder)/cpu.max") ?? "").split(whereSeparator: \.isWhitespace)
            .map { Double($0) }
        return numbers.count == 2 ? Self.ratio(numbers[0], numbers[1]) : nil
    }

    /// The quota in `cpu.cfs_quota_us`, which is -1 without a limit.
    private func quota1(_ folder: String) -> Double? {
        func number(_ name: String) -> Double? {
            text("\(folder)/\(name)").flatMap {
                Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        return Self.ratio(number("cpu.cfs_quota_us"), number("cpu.cfs_period_us"))
    }

    private static func ratio(_ quota: Double?, _ period: Double?) -> Double? {
        guard let quota, let period, quota > 0, period > 0 else { return nil }
        return quota / period
    }

    private func lines(_ path: String) -> [Substring] {
        (text(root + path) ?? "").split(separator: "\n")
    }

    private func text(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }

    /// A path of `mountinfo`, where blanks and backslashes are written as octal numbers.
    private static func unescaped(_ text: String) -> String {
        [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
