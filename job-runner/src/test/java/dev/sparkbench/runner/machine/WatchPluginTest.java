// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

class WatchPluginTest {

  private final SparkContext spark = LocalSpark.spark().sparkContext();

  @Test
  void theFactsOfAnExecutorArriveAtTheDriver() throws InterruptedException {
    ExecutorWatch watch = ExecutorWatch.of(spark);
    await(() -> !watch.machines().isEmpty());
    assertThat(watch.machines())
        .singleElement()
        .satisfies(
            machine -> {
              assertThat(machine.executor()).isEqualTo("driver");
              assertThat(machine.node()).isNull();
              assertThat(machine.cpuModel()).isEqualTo(CpuModel.read(Path.of("/")).orElse(null));
              assertThat(machine.processors())
                  .isEqualTo(Runtime.getRuntime().availableProcessors());
              assertThat(machine.architecture()).isEqualTo(System.getProperty("os.arch"));
            });
  }

  @Test
  void soDoItsCounters() throws InterruptedException {
    ExecutorWatch watch = ExecutorWatch.of(spark);
    await(() -> watch.jitSeconds(0, Long.MAX_VALUE).isPresent());
    long start = System.currentTimeMillis();
    AtomicInteger number = new AtomicInteger();
    await(
        () -> {
          // Spark generates another class for each, which the JVM has to compile.
          LocalSpark.spark()
              .range(300_000)
              .selectExpr("sum(id * %d)".formatted(number.incrementAndGet()))
              .collectAsList();
          return watch.jitSeconds(start, Long.MAX_VALUE).orElseThrow() > 0;
        });
  }

  @Test
  void theUsersOwnPluginsStay() {
    String ours = "dev.sparkbench.runner.machine.WatchPlugin";
    assertThat(WatchPlugin.addedTo(Map.of("a", "b")))
        .isEqualTo(Map.of("a", "b", "spark.plugins", ours));
    assertThat(WatchPlugin.addedTo(Map.of("spark.plugins", "com.example.One,com.example.Two")))
        .isEqualTo(Map.of("spark.plugins", "com.example.One,com.example.Two," + ours));
    assertThat(WatchPlugin.addedTo(Map.of("spark.plugins", " ")))
        .isEqualTo(Map.of("spark.plugins", ours));
  }

  @Test
  void messagesTravelToAnotherJvm() throws Exception {
    Sample sample = new Sample("1", new Counters(1.5, null, 0), 200);
    assertThat(copy(sample)).isEqualTo(sample);
    Machine machine = Machine.here("1", Map.of(), "X");
    assertThat(copy(machine)).isEqualTo(machine);
  }

  private static Object copy(Object message) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("nothing arrived").isBefore(deadline);
      Thread.sleep(20);
    }
  }
}
