// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM in which one contender works, once for each line that it receives. */
final class ContenderJvm implements AutoCloseable {

  private static final double NANOS = 1e9;

  private final String name;
  private final Process process;
  private final PrintStream requests;
  private final BufferedReader times;

  private ContenderJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.times = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the JVM with the options of this JVM. */
  static ContenderJvm start(String part, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of(ContenderJvm.class.getName(), part, name));
    return new ContenderJvm(
        name, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The main method of the JVM. */
  public static void main(String[] args) throws Exception {
    PrintStream times = System.out;
    System.setOut(System.err);
    try (Contenders contenders = new Contenders()) {
      Contenders.Work work = contenders.of(args[0]).get(args[1]);
      BufferedReader requests =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (requests.readLine() != null) {
        long start = System.nanoTime();
        work.run();
        times.println((System.nanoTime() - start) / NANOS);
      }
    }
  }

  /** Lets the contender work once. */
  double seconds() throws IOException {
    requests.println();
    String time = times.readLine();
    if (time == null) {
      throw new IllegalStateException(name + " failed");
    }
    return Double.parseDouble(time);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
