// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.ApplicationRequests;
import dev.sparkbench.runner.fixture.ProgramJar;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of an application before Spark starts. */
class ApplicationFamilyTest {

  private static final TestStore STORE = TestStore.get();

  private static final String OBJECT =
      """
      package com.example;
      public class NotStatic {
        public void main(String[] args) {}
      }
      """;

  private static final String NIGHTLY =
      """
      package com.example;
      public class Nightly {
        public static void main(String[] args) {}
        static { System.setProperty("nightly.initialized", "true"); }
        public static class Nested {}
      }
      """;

  private static final String CHILD =
      """
      package com.example;
      public class Child extends Parent {
        public static void main(String[] args) {}
      }
      """;

  private static final String PARENT = "package com.example;\npublic class Parent {}\n";

  @TempDir static Path jars;

  private static String bucket;
  private static Path jar;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private ObjectStore store;

  @BeforeAll
  static void makeJars() throws IOException {
    bucket = STORE.newBucket();
    jar =
        ProgramJar.of(NIGHTLY, OBJECT, CHILD, PARENT)
            .without("com/example/Parent.class")
            .in(jars, "nightly");
    STORE.put(bucket, "jobs/nightly.jar", jar);
    STORE.put(bucket, "jobs/text.jar", "PK is how a zip begins");
    Path newer =
        ProgramJar.of(NIGHTLY)
            .changed(
                bytes -> {
                  // Java 21's.
                  bytes[7] = 65;
                  return bytes;
                })
            .in(Files.createDirectory(jars.resolve("newer")), "newer");
    STORE.put(bucket, "jobs/newer.jar", newer);
  }

  @BeforeEach
  void openStore() {
    store = ObjectStore.open(STORE.storage());
  }

  @AfterEach
  void putBack() {
    store.close();
    Thread.currentThread().setContextClassLoader(before);
  }

  private static String inStore(String name) {
    return "s3://" + bucket + "/jobs/" + name;
  }

  private static ApplicationRequests nightly() {
    return ApplicationRequests.of("com.example.Nightly", inStore("nightly.jar"));
  }

  private void refused(ApplicationRequests request, FailureReason reason, String message) {
    assertThatThrownBy(() -> new ApplicationFamily().prepare(request.build(), store))
        .isInstanceOfSatisfying(
            RunFailure.class, e -> assertThat(e.failure().reason()).isEqualTo(reason))
        .hasMessage(message);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  private void invalid(ApplicationRequests request, String message) {
    refused(request, FailureReason.INVALID_APPLICATION, message);
  }

  @Test
  void itsJarsAreOnTheThreadsClassLoaderBeforeSparkStarts() throws Exception {
    Prepared prepared = new ApplicationFamily().prepare(nightly().build(), store);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();

    assertThat(Class.forName("com.example.Nightly", false, loader).getClassLoader())
        .isSameAs(loader);
    assertThat(loader.getParent()).isSameAs(getClass().getClassLoader());
    // This is part of the measured time.
    assertThat(System.getProperty("nightly.initialized")).isNull();
    Path fetched = Path.of(java.net.URI.create(prepared.defaults().get("spark.jars")));
    assertThat(fetched.getFileName()).hasToString("nightly.jar");
    assertThat(fetched).hasSameBinaryContentAs(jar);
    assertThat(prepared.defaults())
        .containsEntry("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
        .containsEntry("spark.sql.caseSensitive", "false");
    assertThat(prepared.tables()).extracting("name").containsExactly("dataset");
    assertThat(prepared.opensTables()).isFalse();

    prepared.close();

    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    assertThat(fetched.getParent()).doesNotExist();
  }

  @Test
  void jarsMayLieInTheImage() throws Exception {
    Prepared prepared =
        new ApplicationFamily()
            .prepare(
                ApplicationRequests.of("com.example.Nightly", "local://" + jar)
                    .jars(inStore("nightly.jar"), inStore("newer.jar"))
                    .build(),
                store);
    try {
      assertThat(prepared.defaults().get("spark.jars").split(","))
          .hasSize(3)
          .satisfies(
              all -> {
                assertThat(all[0]).isEqualTo(jar.toUri().toString());
                assertThat(all[1]).startsWith("file:/").endsWith("/1-nightly.jar");
                assertThat(all[2]).startsWith("file:/").endsWith("/2-newer.jar");
              });
      assertThat(prepared.facts())
          .containsOnlyKeys("jar nightly.jar", "jar 1-nightly.jar", "jar 2-newer.jar")
          .containsEntry("jar 1-nightly.jar", prepared.facts().get("jar nightly.jar"))
          .doesNotContainEntry("jar 2-newer.jar", prepared.facts().get("jar nightly.jar"));
    } finally {
      prepared.close();
    }
    assertThat(jar).exists();
  }

  @Test
  void aJarHasToBeThere() {
    invalid(
        ApplicationRequests.of("com.example.Nightly", inStore("nightl.jar")),
        "jobConfig.application.jar: there is no object %s in the store"
            .formatted(inStore("nightl.jar")));
    invalid(
        nightly().jars("local:///opt/missing.jar"),
        "jobConfig.application.jars[0]: the image has no file local:///opt/missing.jar that can be read");
    invalid(
        nightly().jars("https://example.com/a.jar"),
        "jobConfig.application.jars[0]: https://example.com/a.jar is neither of the form s3://bucket/key nor local:///path");
    invalid(
        ApplicationRequests.of("com.example.Nightly", "s3://no-such-bucket/a.jar"),
        "jobConfig.application.jar: there is no bucket no-such-bucket");
  }

  @Test
  void aJarHasToBeAZip() {
    invalid(
        ApplicationRequests.of("com.example.Nightly", inStore("text.jar")),
        "jobConfig.application.jar: %s is not a complete jar: zip END header not found"
            .formatted(inStore("text.jar")));
  }

  @Test
  void aMissingClassIsToldWithTheNearest() {
    invalid(
        ApplicationRequests.of("com.exmple.Nightly", inStore("nightly.jar")),
        "there is no class com.exmple.Nightly in nightly.jar; nearest of its 3 classes: com.example.Nightly, com.example.Child, com.example.NotStatic");
    invalid(
        ApplicationRequests.of("com.example.Nightly", null),
        "class com.example.Nightly is not on the image's class path: name its jar in jobConfig.application.jar");
  }

  @Test
  void mainHasToBeOneThatCanBeCalled() {
    invalid(
        ApplicationRequests.of("com.example.NotStatic", inStore("nightly.jar")),
        "the main method of com.example.NotStatic is not static");
    invalid(
        ApplicationRequests.of("com.example.Nightly$Nested", inStore("nightly.jar")),
        "class com.example.Nightly$Nested has no method public static void main(String[]); of a Scala program, name the object that has it");
    invalid(
        ApplicationRequests.of("com.example.Child", inStore("nightly.jar")),
        "class com.example.Child cannot be loaded (NoClassDefFoundError: com/example/Parent): name the jar that it needs in jobConfig.application.jars");
    invalid(
        ApplicationRequests.of("com.example.Nightly", inStore("newer.jar")),
        "class com.example.Nightly is compiled for a newer Java than the image's, 17: compile it with --release 17, or bring an image");
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    FailureReason reason = FailureReason.INVALID_CONFIGURATION;
    refused(
        nightly().calls(1, 3),
        reason,
        "an application is called once in each run, without warm-ups, but measurement asks for 3 iterations and 1 warm-ups: set measurement.trials to measure it more often, or jobConfig.application.repeatable to true if main can be called again in the same JVM");
    refused(
        nightly().sparkConf(Map.of("spark.jars", "s3a://b/a.jar")),
        reason,
        "sparkConf 'spark.jars' has no effect here: name the jars in jobConfig.application.jars");
    refused(
        nightly().compare("out"),
        reason,
        "jobConfig.application.compare names what lies below $(scratch), but no argument has that placeholder");
    for (String name : new String[] {"/out", "../out", "a//b", "hdfs://b/x", "."}) {
      refused(
          nightly().arguments("$(scratch)").compare(name),
          reason,
          "jobConfig.application.compare names '%s': name what lies below $(scratch), such as out for $(scratch)/out"
              .formatted(name));
    }
  }

  @Test
  void onlyItsOwnScratchIsDeleted() {
    STORE.put(bucket, "j/scratch/2_nodes/1/out/part-0", "left by a killed attempt");
    STORE.put(bucket, "j/scratch/2_nodes_trial_2/1/out", "another run's");
    STORE.put(bucket, "j/scratch/2_nodes.txt", "a name that begins like it");
    ApplicationRequests request =
        nightly().output("s3://" + bucket + "/j/output/2_nodes.json").arguments("$(scratch)/out");

    Prepared prepared = new ApplicationFamily().prepare(request.build(), store);

    assertThat(prepared.replaces()).hasToString("[s3://" + bucket + "/j/scratch/2_nodes/]");
    assertThat(STORE.keys(bucket))
        .filteredOn(key -> key.startsWith("j/"))
        .containsExactly("j/scratch/2_nodes.txt", "j/scratch/2_nodes_trial_2/1/out");
    STORE.put(bucket, "j/scratch/2_nodes/1/out/part-0", "written by the application");
    prepared.close();
    assertThat(STORE.keys(bucket))
        .filteredOn(key -> key.startsWith("j/"))
        .containsExactly("j/scratch/2_nodes.txt", "j/scratch/2_nodes_trial_2/1/out");
  }
}
