import Foundation
import Processes
import Testing

/// The number of cores in folders that look like `/proc` and the control groups of a machine.
@Suite struct AvailableCoresTests {
    /// The number of cores, with the given files below a temporary root.
    private func cores(
        _ files: [String: String], _ environment: [String: String] = [:], mask: String = "ff"
    ) throws -> Int {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "cores-\(UUID().uuidString)"
        ).path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let status = "Name:\tstudy\nCpus_allowed:\t\(mask)\nCpus_allowed_list:\t0\n"
        for (path, text) in files.merging(["/proc/self/status": status], uniquingKeysWith: { $1 }) {
            let url = URL(fileURLWithPath: root + path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
        return AvailableCores.count(root: root, environment: environment)
    }

    private static let unified = "30 23 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n"
    private static let first =
        "31 23 0:28 / /sys/fs/cgroup ro - tmpfs tmpfs ro\n"
        + "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
        + "33 31 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"

    @Test(arguments: [
        ("1", 1), ("ff", 8), ("f0", 4), ("3,00000000,00000001", 3), ("00000000,00000002", 1),
    ])
    func affinity(_ mask: String, _ count: Int) throws {
        #expect(try cores([:], mask: mask) == count)
    }

    @Test(arguments: [
        ("50000 100000", 1), ("100000 100000", 1), ("150000 100000", 2), ("300000 100000", 3),
        ("max 100000", 8), ("1600000 100000", 8), ("1000 100000", 1), ("", 8), ("200000", 8),
        ("50000 0", 8), ("-1 100000", 8), ("25000 50000\n", 1),
    ])
    func quotaOfVersion2(_ text: String, _ count: Int) throws {
        let files = [
            "/proc/self/mountinfo": Self.unified, "/proc/self/cgroup": "0::/user/job\n",
            "/sys/fs/cgroup/user/job/cpu.max": text,
        ]
        #expect(try cores(files) == count)
    }

    /// The least quota of the group and of those above it.
    @Test func quotasOfOuterGroups() throws {
        var files = [
            "/proc/self/mountinfo": Self.unified, "/proc/self/cgroup": "0::/user/job/step\n",
            "/sys/fs/cgroup/user/cpu.max": "200000 100000",
            "/sys/fs/cgroup/user/job/step/cpu.max": "max 100000",
        ]
        #expect(try cores(files) == 2)
        files["/sys/fs/cgroup/user/job/cpu.max"] = "500000 100000"
        #expect(try cores(files) == 2)
        // Another group's quota does not matter.
        files["/sys/fs/cgroup/other/cpu.max"] = "50000 100000"
        #expect(try cores(files) == 2)
    }

    @Test(arguments: [("50000", 1), ("250000", 3), ("-1", 8), ("0", 8)])
    func quotaOfVersion1(_ quota: String, _ count: Int) throws {
        let files = [
            "/proc/self/mountinfo": Self.first,
            "/proc/self/cgroup": "4:memory:/x\n3:cpu,cpuacct:/docker/abc\n0::/\n",
            "/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us": "\(quota)\n",
            "/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us": "100000\n",
        ]
        #expect(try cores(files) == count)
    }

    /// In a container, the mounted folder is that of the container's own group, whatever name
    /// `/proc/self/cgroup` has for it.
    @Test(arguments: [
        ("/docker/abc", "/docker/abc"), ("/", "/../.."), ("/", "/"),
        ("/docker/abc", "/docker/abcd"),
        ("/kubepods/pod\\0401", "/kubepods/pod 1"),
    ])
    func containers(_ mounted: String, _ group: String) throws {
        let second = "30 23 0:26 \(mounted) /sys/fs/cgroup ro - cgroup2 cgroup rw\n"
        #expect(
            try cores([
                "/proc/self/mountinfo": second, "/proc/self/cgroup": "0::\(group)\n",
                "/sys/fs/cgroup/cpu.max": "150000 100000",
            ]) == 2)
        let first = "32 31 0:29 \(mounted) /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n"
        #expect(
            try cores([
                "/proc/self/mountinfo": first, "/proc/self/cgroup": "1:cpu:\(group)\n",
                "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "150000",
                "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
            ]) == 2)
    }

    @Test func slurm() throws {
        #expect(try cores([:], ["SLURM_CPUS_PER_TASK": "3"]) == 8)
        #expect(try cores([:], ["SLURM_JOB_ID": "7", "SLURM_CPUS_PER_TASK": "3"]) == 3)
        #expect(try cores([:], ["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "4"]) == 4)
        #expect(
            try cores(
                [:],
                ["SLURM_JOB_ID": "7", "SLURM_CPUS_PER_TASK": "2", "SLURM_CPUS_ON_NODE": "4"])
                == 2)
        #expect(try cores([:], ["SLURM_JOB_ID": "7", "SLURM_CPUS_PER_TASK": "64"]) == 8)
        #expect(try cores([:], ["SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "0"]) == 8)
    }

    @Test func thisProcessHasCores() { #expect(AvailableCores.count >= 1) }
}
