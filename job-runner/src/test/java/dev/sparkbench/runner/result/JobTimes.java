// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.contract.TimeSpentBuilder;

/** What some jobs spent their time on. */
final class JobTimes {

  static final TimeSpent SIXTY_SECONDS =
      TimeSpentBuilder.builder()
          .podSec(4.25)
          .jvmSec(0.5)
          .checkSec(1)
          .sessionSec(2)
          .executorsSec(3)
          .schemaSec(1.5)
          .cacheSec(0)
          .warmupsSec(7)
          .iterationsSec(8.25)
          .uploadSec(0.25)
          .endSec(1.75)
          .failedSec(30)
          .totalSec(60)
          .build();

  static final TimeSpent FORTY_SECONDS =
      TimeSpentBuilder.builder()
          .podSec(8)
          .jvmSec(1)
          .checkSec(1)
          .sessionSec(2)
          .executorsSec(4)
          .schemaSec(2)
          .cacheSec(0)
          .warmupsSec(1)
          .iterationsSec(1)
          .uploadSec(1)
          .endSec(1)
          .failedSec(0)
          .totalSec(40)
          .build();

  static final TimeSpent THIRTY_SECONDS =
      TimeSpentBuilder.builder()
          .podSec(3)
          .jvmSec(1)
          .checkSec(1)
          .sessionSec(2)
          .executorsSec(1)
          .schemaSec(1)
          .cacheSec(0)
          .warmupsSec(1)
          .iterationsSec(1)
          .uploadSec(0.5)
          .endSec(0.5)
          .failedSec(0)
          .totalSec(30)
          .build();

  private JobTimes() {}
}
