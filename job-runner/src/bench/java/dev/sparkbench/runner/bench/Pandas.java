// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.bench;

import java.io.IOException;
import java.util.List;

/** pandas' summary, if there is a Python with pandas and pyarrow. */
final class Pandas {

  private Pandas() {}

  static boolean isThere() throws InterruptedException {
    return run("import pandas, pyarrow");
  }

  static void describe(String parquet) throws InterruptedException {
    if (!run(
        "import pandas; pandas.read_parquet('%s').describe(include='all')".formatted(parquet))) {
      throw new IllegalStateException("pandas failed");
    }
  }

  private static boolean run(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(List.of("python3", "-c", program))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
