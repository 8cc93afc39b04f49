// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuModelTest {

  @Test
  void isTheNameThatX86ProcessorsHave() {
    assertThat(
            CpuModel.parse(
                """
                processor\t: 0
                vendor_id\t: GenuineIntel
                model\t\t: 85
                model name\t: Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz
                cpu MHz\t\t: 3103.226

                processor\t: 1
                model name\t: another
                """))
        .hasValue("Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz");
  }

  @Test
  void isTheNumbersThatArmProcessorsHave() {
    assertThat(
            CpuModel.parse(
                """
                processor\t: 0
                BogoMIPS\t: 243.75
                Features\t: fp asimd evtstrm aes
                CPU implementer\t: 0x41
                CPU architecture: 8
                CPU variant\t: 0x3
                CPU part\t: 0xd0c
                CPU revision\t: 1
                """))
        .hasValue("implementer 0x41, part 0xd0c");
  }

  @Test
  void isNotKnownOfOthers(@TempDir Path root) {
    assertThat(CpuModel.parse("processor\t: 0\nCPU implementer\t: 0x41\nmodel name\t:\n"))
        .isEmpty();
    assertThat(CpuModel.read(root)).isEmpty();
  }

  @Test
  void isReadFromTheKernelsFile(@TempDir Path root) throws IOException {
    Files.writeString(
        Files.createDirectory(root.resolve("proc")).resolve("cpuinfo"), "model name: X");
    assertThat(CpuModel.read(root)).hasValue("X");
  }
}
