// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.runner.explain.TwoBenchmarks;
import dev.sparkbench.runner.result.ApartReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The command {@code compare}: compares two benchmarks that were run separately, on different days
 * or different clusters. It reads two {@code performance.json} files, says how the second compares
 * with the first, and writes {@code comparison.html} and {@code comparison.csv}. The exit code is 0
 * if they can be compared, 1 if not, 2 if the arguments are wrong.
 */
public final class CompareMain {

  static final int COMPARED = 0;
  static final int INCOMPARABLE = 1;
  static final int USAGE = 2;

  private CompareMain() {}

  /**
   * Compares two benchmarks. Arguments: the earlier file, the later one, and a folder for the
   * results.
   */
  public static void main(String[] args) {
    System.exit(execute(List.of(args), System.out, System.err));
  }

  static int execute(List<String> args, PrintStream out, PrintStream err) {
    if (args.size() < 2 || args.size() > 3) {
      err.println("usage: compare EARLIER/performance.json LATER/performance.json [FOLDER]");
      return USAGE;
    }
    Path folder = Path.of(args.size() == 3 ? args.get(2) : ".");
    try {
      TwoBenchmarks two =
          TwoBenchmarks.of(
              Files.readString(Path.of(args.get(0))), Files.readString(Path.of(args.get(1))));
      ApartReport report = new ApartReport(two);
      Files.createDirectories(folder);
      write(folder.resolve("comparison.csv"), report.csv());
      write(folder.resolve("comparison.html"), report.html());
      two.sentences().forEach(out::println);
      out.println("page: " + folder.resolve("comparison.html"));
      return two.incomparable().isPresent() ? INCOMPARABLE : COMPARED;
    } catch (IOException e) {
      err.println("cannot read or write a file: " + e);
      return USAGE;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
