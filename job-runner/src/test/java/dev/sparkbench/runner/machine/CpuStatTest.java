// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuStatTest {

  private static final String VERSION_2 =
      """
      usage_usec 15034208
      user_usec 11245680
      system_usec 3788528
      nr_periods 371
      nr_throttled 42
      throttled_usec 2500000
      nr_bursts 0
      burst_usec 0
      """;

  private static final String VERSION_1 =
      """
      nr_periods 371
      nr_throttled 42
      throttled_time 3500000000
      """;

  @TempDir Path root;

  @Test
  void isInMicrosecondsOrNanoseconds() {
    assertThat(CpuStat.throttledSeconds(VERSION_2)).hasValue(2.5);
    assertThat(CpuStat.throttledSeconds(VERSION_1)).hasValue(3.5);
  }

  @Test
  void saysNothingOfTheRootOfAllGroups() {
    assertThat(CpuStat.throttledSeconds("usage_usec 15\nuser_usec 11\nsystem_usec 4\n")).isEmpty();
    assertThat(CpuStat.throttledSeconds("")).isEmpty();
  }

  @Test
  void isAtTheRootInAContainer() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/cpu.stat", VERSION_2);
    assertThat(found()).isEqualTo(2.5);
  }

  @Test
  void isInTheGroupsFolderForOthers() throws IOException {
    write("proc/self/cgroup", "0::/system.slice/job.service\n");
    write("sys/fs/cgroup/cpu.stat", "usage_usec 15\n");
    write("sys/fs/cgroup/system.slice/job.service/cpu.stat", VERSION_2);
    assertThat(found()).isEqualTo(2.5);
  }

  @Test
  void isInTheCpuHierarchyOfVersion1() throws IOException {
    write("proc/self/cgroup", "5:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n3:cpuset:/docker/1\n");
    // What the container sees as its root is its group.
    write("sys/fs/cgroup/cpu,cpuacct/cpu.stat", VERSION_1);
    assertThat(found()).isEqualTo(3.5);
  }

  @Test
  void isFoundUnderTheShortNameOfThatHierarchyToo() throws IOException {
    write("proc/self/cgroup", "4:cpu,cpuacct:/docker/1\n");
    write("sys/fs/cgroup/cpu/docker/1/cpu.stat", VERSION_1);
    assertThat(found()).isEqualTo(3.5);
  }

  @Test
  void isNotThereWithoutALimitOrWithoutGroups() throws IOException {
    assertThat(CpuStat.find(root)).isEmpty();
    write("proc/self/cgroup", "0::/\nnonsense\n9:name=systemd:/\n");
    assertThat(CpuStat.find(root)).isEmpty();
    write("sys/fs/cgroup/cpu.stat", "usage_usec 15\n");
    assertThat(CpuStat.find(root)).isEmpty();
  }

  @Test
  void isReadAnewEachTime() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/cpu.stat", VERSION_2);
    CpuStat stat = CpuStat.find(root).orElseThrow();
    write("sys/fs/cgroup/cpu.stat", "throttled_usec 4000000\n");
    assertThat(stat.throttledSeconds()).hasValue(4);
    Files.delete(root.resolve("sys/fs/cgroup/cpu.stat"));
    assertThat(stat.throttledSeconds()).isEmpty();
  }

  private double found() {
    return CpuStat.find(root).orElseThrow().throttledSeconds().orElseThrow();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
