// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.Arrays;
import java.util.regex.Pattern;

/** JVM options for tuning, which run no code. */
final class JvmOptions {

  private static final Pattern HARMLESS =
      Pattern.compile(
          "\\s*(("
              + "-XX:[+-][A-Za-z0-9]+"
              + "|-XX:[A-Za-z0-9]+=[0-9]+[kKmMgGtT]?"
              + "|-X(mn|ss)[0-9]+[kKmMgG]?"
              + "|-X(batch|comp|int|mixed)"
              + "|-Xlog:gc[*]?(=[a-z]+)?"
              + "|-Dfile[.]encoding=[A-Za-z0-9_-]+"
              + "|-Djava[.]net[.]preferIPv(4Stack|6Addresses)=(false|true)"
              + "|-Duser[.]timezone=[A-Za-z0-9_/+-]+"
              + ")(\\s+|$))*");

  /** Longer options are refused, because a pattern uses stack for each option. */
  private static final int LONGEST = 4096;

  private JvmOptions() {}

  /** Whether all options are known to run no code, and to read and write no files. */
  static boolean areHarmless(String options) {
    return options.length() <= LONGEST && HARMLESS.matcher(options).matches();
  }

  /** Why others are refused. Their values are not shown, because they may be secrets. */
  static String problem(String options) {
    String first =
        Arrays.stream(options.trim().split("\\s+"))
            .filter(option -> !areHarmless(option))
            .findFirst()
            .orElse(options);
    return "'%s' is not allowed, as some options run code; allowed are those such as -XX:+UseParallelGC, -XX:MaxGCPauseMillis=200, -Xlog:gc or -Duser.timezone=UTC"
        .formatted(Shown.of(first.replaceFirst("=.*", "=…")));
  }
}
