// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobNamesTest {

  /** As the API server checks {@code metadata.name}. */
  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  @ParameterizedTest
  @CsvSource({
    "sales-scaling, sales-scaling",
    "v1.2, v1.2",
    "7, 7",
    "job_001, id-job-0001",
    "Job-1, id--job-21",
    "a., id-a-1",
    "a-, id-a-2",
    "a..b, id-a-1-1b",
    "a.-b, id-a-1-2b",
    "id-job-0001, id-id-2job-20001",
    "id-, id-id-2",
    "id, id"
  })
  void aValidNameStaysAndEveryOtherIdGetsOne(String jobId, String name) {
    assertThat(JobNames.of(jobId)).isEqualTo(name);
  }

  /** Names of ids that are alike: short, and of the characters that matter. */
  @Test
  void noTwoIdsHaveTheSameName() {
    Map<String, String> ids = new HashMap<>();
    Random random = new Random(7);
    String characters = "aAiIdD01259_.-";
    int count = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder id = new StringBuilder(random.nextBoolean() ? "id-" : "");
      for (int length = random.nextInt(6); length >= 0; length--) {
        id.append(characters.charAt(random.nextInt(characters.length())));
      }
      String jobId = id.toString();
      if (JobNames.isJobId(jobId)) {
        String name = JobNames.of(jobId);
        String other = ids.put(name, jobId);
        assertThat(other).as(name).isIn(null, jobId);
        assertThat(name).matches(SUBDOMAIN);
        count++;
      }
    }
    assertThat(count).isGreaterThan(100_000);
  }

  /** The escape's own images are ids too, and must not be mapped to themselves. */
  @Test
  void aNameOfAnIdIsNoIdOfItself() {
    for (String jobId : new String[] {"job_001", "Job-1", "id-", "a..b"}) {
      assertThat(JobNames.of(JobNames.of(jobId))).isNotEqualTo(JobNames.of(jobId));
    }
  }

  @Test
  void theLongestIdsHaveValidNames() {
    assertThat(JobNames.of("A".repeat(63))).matches(SUBDOMAIN).hasSize(129);
    assertThat(JobNames.of("a" + "_".repeat(62))).matches(SUBDOMAIN);
  }

  @Test
  void otherTextsAreNoIds() {
    for (String text :
        new String[] {"", "_a", "-a", ".", "..", "a/b", "a b", "é", "a".repeat(64)}) {
      assertThat(JobNames.isJobId(text)).as(text).isFalse();
    }
  }
}
