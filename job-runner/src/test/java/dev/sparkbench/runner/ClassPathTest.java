// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * If a class exists twice, the JVM uses the one whose jar comes first. This is harmless only if
 * both are the same; otherwise it is a failure that depends on the order of the class path.
 */
class ClassPathTest {

  @Test
  void noClassIsThereInTwoVersions() throws IOException {
    Map<String, Map<Long, String>> jarsByChecksum = new TreeMap<>();
    for (String jar : jars()) {
      try (ZipFile zip = new ZipFile(jar)) {
        zip.stream()
            .filter(ClassPathTest::isClass)
            .forEach(
                entry ->
                    jarsByChecksum
                        .computeIfAbsent(entry.getName(), name -> new TreeMap<>())
                        .putIfAbsent(entry.getCrc(), new File(jar).getName()));
      }
    }

    Map<String, TreeSet<String>> conflicts = new TreeMap<>();
    jarsByChecksum.forEach(
        (name, jars) -> {
          if (jars.size() > 1) {
            conflicts.put(name, new TreeSet<>(jars.values()));
          }
        });
    assertThat(conflicts).isEmpty();
    assertThat(jarsByChecksum).containsKey("org/apache/spark/SparkContext.class");
  }

  private static List<String> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .toList();
  }

  private static boolean isClass(ZipEntry entry) {
    String name = entry.getName();
    // Classes below META-INF/versions are additional versions on purpose.
    return name.endsWith(".class")
        && !name.startsWith("META-INF/")
        && !name.equals("module-info.class");
  }
}
