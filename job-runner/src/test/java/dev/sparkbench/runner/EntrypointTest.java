// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.ProgramJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entry point with a fake java that only prints how it was called. */
class EntrypointTest {

  private static final Map<String, String> EXECUTOR =
      Map.of(
          "SPARK_DRIVER_URL", "spark://CoarseGrainedScheduler@10.0.0.1:7078",
          "SPARK_EXECUTOR_ID", "3",
          "SPARK_EXECUTOR_CORES", "2",
          "SPARK_EXECUTOR_MEMORY", "1024m",
          "SPARK_APPLICATION_ID", "spark-application-1",
          "SPARK_EXECUTOR_POD_IP", "10.0.0.2",
          "SPARK_EXECUTOR_POD_NAME", "run-exec-3",
          "SPARK_RESOURCE_PROFILE_ID", "0");

  @TempDir Path folder;

  @BeforeEach
  void putJavaOnThePath() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path java = bin.resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        printf '%s\\n' "HOME=$HOME" "HADOOP_USER_NAME=$HADOOP_USER_NAME" "SPARK_LOCAL_IP=${SPARK_LOCAL_IP-none}"
        for argument; do printf '%s\\n' "$argument"; done
        exit 7
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void startsTheRunnerForADriver() throws Exception {
    assertThat(call(Map.of("SPARKBENCH_DRIVER_MEMORY", "512m"), "run"))
        .isEqualTo(
            vector(
                "/tmp",
                "-Xmx512m",
                "-cp",
                "@/app/jib-classpath-file",
                "dev.sparkbench.runner.RunnerMain",
                "run"));
  }

  @Test
  void tellsSparkThePodsAddress() throws Exception {
    assertThat(call(Map.of("SPARKBENCH_POD_IP", "10.0.0.1"), "run"))
        .contains("SPARK_LOCAL_IP=10.0.0.1");
  }

  @Test
  void leavesTheHeapToTheJvmWhereNoMemoryIsGiven() throws Exception {
    assertThat(call(Map.of(), "run"))
        .isEqualTo(
            vector(
                "/tmp",
                "-cp",
                "@/app/jib-classpath-file",
                "dev.sparkbench.runner.RunnerMain",
                "run"));
  }

  /** It lives for seconds. */
  @Test
  void aReportHasAQuickJvm() throws Exception {
    assertThat(call(Map.of(), "report"))
        .isEqualTo(
            vector(
                "/tmp",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                "@/app/jib-classpath-file",
                "dev.sparkbench.runner.RunnerMain",
                "report"));
  }

  @Test
  void takesClassPathAndScratchFromTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SPARKBENCH_CLASSPATH_FILE", "/with space/classpath",
            "SPARKBENCH_SCRATCH", "/scratch of this pod");

    assertThat(call(environment, "run"))
        .isEqualTo(
            vector(
                "/scratch of this pod",
                "-cp",
                "@/with space/classpath",
                "dev.sparkbench.runner.RunnerMain",
                "run"));
  }

  @Test
  void addsTheJarsOfATableFormatThatIsAskedFor() throws Exception {
    Path classPath = Files.writeString(folder.resolve("classpath"), "\"/a b/x.jar:/y.jar\"\n");
    Map<String, String> environment = new HashMap<>(EXECUTOR);
    environment.put("SPARKBENCH_CLASSPATH_FILE", classPath.toString());
    environment.put("SPARKBENCH_TABLE_FORMAT", "delta");

    String expected = "/a b/x.jar:/y.jar:" + folder + "/formats/delta/*";
    assertThat(call(environment, "executor")).contains("-cp", expected);
    assertThat(call(environment, "run")).contains("-cp", expected);
  }

  @Test
  void addsTheJarsThatAnImageBrings() throws Exception {
    Path classPath = Files.writeString(folder.resolve("classpath"), "\"/a b/x.jar:/y.jar\"\n");
    Path jars = Files.createDirectory(folder.resolve("jars"));
    Files.writeString(jars.resolve("README"), "no jar");
    Map<String, String> environment = new HashMap<>(EXECUTOR);
    environment.put("SPARKBENCH_CLASSPATH_FILE", classPath.toString());
    assertThat(call(environment, "executor")).contains("-cp", "@" + classPath);

    Files.writeString(jars.resolve("an engine.jar"), "");
    String expected = "/a b/x.jar:/y.jar:" + jars + "/*";
    assertThat(call(environment, "executor")).contains("-cp", expected);
    assertThat(call(environment, "run")).contains("-cp", expected);

    environment.put("SPARKBENCH_TABLE_FORMAT", "iceberg");
    assertThat(call(environment, "executor"))
        .contains("-cp", "/a b/x.jar:/y.jar:" + folder + "/formats/iceberg/*:" + jars + "/*");
  }

  /** With a real JVM, which must understand the class path. */
  @Test
  void theRunnerFindsClassesOfTheseJars() throws Exception {
    ProgramJar.of(
            """
            package dev.sparkbench.runner;
            public class RunnerMain {
              public static void main(String[] args) {
                System.out.println("found, for " + args[0]);
              }
            }
            """)
        .in(Files.createDirectory(folder.resolve("jars")), "engine");
    Path classPath =
        Files.writeString(folder.resolve("classpath"), "\"" + folder.resolve("no.jar") + "\"\n");

    assertThat(
            callAndExpect(
                0,
                Map.of(
                    "SPARKBENCH_CLASSPATH_FILE",
                    classPath.toString(),
                    "JAVA_HOME",
                    System.getProperty("java.home")),
                "report"))
        .containsExactly("found, for report");
  }

  @Test
  void startsAnExecutorByTheContractOfSpark() throws Exception {
    assertThat(call(EXECUTOR, "executor")).isEqualTo(executorVector());
  }

  @Test
  void passesJavaOptionsOnAsTheyAre() throws Exception {
    Map<String, String> environment = new HashMap<>(EXECUTOR);
    List<String> options =
        List.of(
            "-Da=two words",
            "-Db=$HOME `x` \"q\" 'p' *",
            "-Dc=",
            "-Dd=\\n",
            "",
            "-Xss1m",
            "-De=6",
            "-De=7",
            "-De=8",
            "-De=9",
            "-De=10");
    for (int i = 0; i < options.size(); i++) {
      environment.put("SPARK_JAVA_OPT_" + i, options.get(i));
    }

    assertThat(call(environment, "executor"))
        .isEqualTo(executorVector(options.toArray(String[]::new)));
  }

  @Test
  void prefersTheJavaOfJavaHome() throws Exception {
    Path home = folder.resolve("jdk home");
    Files.createDirectories(home.resolve("bin"));
    Files.move(folder.resolve("bin/java"), home.resolve("bin/java"));

    assertThat(call(Map.of("JAVA_HOME", home.toString()), "report"))
        .endsWith("dev.sparkbench.runner.RunnerMain", "report");
  }

  @Test
  void refusesAnythingElse() throws Exception {
    assertThat(callAndExpect(2, Map.of(), "--help"))
        .containsExactly("usage: entrypoint.sh run|prepare|report|compare|executor");
    assertThat(callAndExpect(2, Map.of()))
        .containsExactly("usage: entrypoint.sh run|prepare|report|compare|executor");
  }

  private static List<String> executorVector(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "-Xms1024m",
            "-Xmx1024m",
            "-cp",
            "@/app/jib-classpath-file",
            "dev.sparkbench.runner.ExecutorMain",
            "--driver-url",
            "spark://CoarseGrainedScheduler@10.0.0.1:7078",
            "--executor-id",
            "3",
            "--cores",
            "2",
            "--app-id",
            "spark-application-1",
            "--hostname",
            "10.0.0.2",
            "--resourceProfileId",
            "0",
            "--podName",
            "run-exec-3"));
    return vector("/tmp", "10.0.0.2", arguments.toArray(String[]::new));
  }

  /** The output of the fake java for these arguments, after those that are always there. */
  private static List<String> vector(String scratch, String... arguments) {
    return vector(scratch, "none", arguments);
  }

  private static List<String> vector(String scratch, String ip, String[] arguments) {
    List<String> vector = new ArrayList<>();
    vector.add("HOME=" + scratch);
    vector.add("HADOOP_USER_NAME=spark");
    vector.add("SPARK_LOCAL_IP=" + ip);
    vector.add("-Djava.io.tmpdir=" + scratch);
    vector.add("-Duser.home=" + scratch);
    vector.add("-Xss8m");
    vector.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    vector.addAll(List.of(arguments));
    return vector;
  }

  private List<String> call(Map<String, String> environment, String command) throws Exception {
    return callAndExpect(7, environment, command);
  }

  private List<String> callAndExpect(
      int exitCode, Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("sparkbench.root"), "job-runner/src/main/image/entrypoint.sh")
            .toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isEqualTo(exitCode);
    return lines;
  }
}
