package dev.sparkbench.runner.bench;

import java.io.IOException;
import java.util.List;

/** pandas' summary, where a Python with pandas and pyarrow is at hand. */
final class Pandas {

  private Pandas() {}

  static void enter(Contest contest, String parquet) throws Exception {
    if (run("import pandas, pyarrow") != 0) {
      System.out.println("narrow: pandas: left out, no python3 with pandas and pyarrow is here");
      return;
    }
    contest.add(
        "narrow: pandas read_parquet + describe",
        () -> {
          if (run(
                  "import pandas; pandas.read_parquet(%s).describe(include='all')"
                      .formatted("'" + parquet + "'"))
              != 0) {
            throw new IllegalStateException("pandas failed");
          }
        });
  }

  private static int run(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(List.of("python3", "-c", program))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
