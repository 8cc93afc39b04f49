// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.runner.machine.Machine;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class RegistrationTest {

  @Test
  void waitsForTheLastExecutor() {
    assertThat(Registration.await(new Arriving(3), 3, Duration.ofSeconds(20)))
        .isEqualTo(List.of("host", "host", "host"));
  }

  @Test
  void givesUpWhenTheyDoNotCome() {
    assertThatThrownBy(() -> Registration.await(new Arriving(2), 3, Duration.ofMillis(300)))
        .hasMessage(
            "2 of 3 executors are registered: give the cluster room for all of them, or timeouts.startSeconds more; the events of the pods labelled spark-role=executor tell what they wait for");
  }

  @Test
  void saysWhatKeepsThemAway() {
    Session session =
        new Arriving(2) {
          @Override
          public Optional<String> obstacle() {
            return Optional.of("the API server refused a pod: exceeded quota");
          }
        };
    assertThatThrownBy(() -> Registration.await(session, 3, Duration.ofMillis(300)))
        .hasMessageEndingWith(
            "timeouts.startSeconds more; the API server refused a pod: exceeded quota");
  }

  /** One more executor at every check. */
  private static class Arriving implements Session {

    private final int last;
    private int now;

    Arriving(int last) {
      this.last = last;
    }

    @Override
    public SparkSession spark() {
      throw new UnsupportedOperationException("not needed");
    }

    @Override
    public List<String> executors() {
      now = Math.min(last, now + 1);
      return Collections.nCopies(now, "host");
    }

    @Override
    public List<Machine> machines() {
      return List.of();
    }

    @Override
    public Optional<String> imageId() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
