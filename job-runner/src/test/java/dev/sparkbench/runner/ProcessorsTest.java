// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The image is built for x86 and for ARM, from the same jars. Their native code must exist for both
 * processors, or have a substitute in Java.
 */
class ProcessorsTest {

  /** What has native code for one of them only, and why that does no harm. */
  private static final Map<String, String> WITHOUT =
      Map.of(
          "leveldbjni-all", "of the external shuffle service and the history server: not used here",
          "wildfly-openssl", "s3a takes the JVM's own TLS, unless it is told otherwise");

  private static final String X86 = "x86-64";
  private static final String ARM = "aarch64";

  // The file format of Linux: its first bytes, and which processor it is for.
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final int CLASS_OFFSET = 4;
  private static final int BITS_64 = 2;
  private static final int MACHINE_OFFSET = 18;
  private static final Map<Integer, String> MACHINES = Map.of(62, X86, 183, ARM);

  @Test
  void nativeCodeIsThereForEachProcessor() throws IOException {
    Map<String, TreeSet<String>> processors = new TreeMap<>();
    for (String jar : jars()) {
      try (ZipFile zip = new ZipFile(jar)) {
        for (ZipEntry entry : zip.stream().filter(e -> e.getName().contains(".so")).toList()) {
          try (InputStream in = zip.getInputStream(entry)) {
            processor(in.readNBytes(MACHINE_OFFSET + 2))
                .ifPresent(
                    p ->
                        processors
                            .computeIfAbsent(
                                new File(jar).getName().replaceFirst("-[0-9].*", ""),
                                name -> new TreeSet<>())
                            .add(p));
          }
        }
      }
    }
    assertThat(processors).containsKey("snappy-java");
    processors.values().removeIf(p -> p.containsAll(List.of(X86, ARM)));
    assertThat(processors.keySet()).isEqualTo(WITHOUT.keySet());
  }

  private static Optional<String> processor(byte[] head) {
    return head.length < MACHINE_OFFSET + 2
            || !Arrays.equals(head, 0, ELF.length, ELF, 0, ELF.length)
            || head[CLASS_OFFSET] != BITS_64
        ? Optional.empty()
        : Optional.ofNullable(
            MACHINES.get((head[MACHINE_OFFSET] & 0xff) | (head[MACHINE_OFFSET + 1] & 0xff) << 8));
  }

  private static List<String> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .toList();
  }
}
