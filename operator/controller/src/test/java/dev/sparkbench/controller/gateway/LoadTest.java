// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import static dev.sparkbench.controller.gateway.RunningGateway.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.controller.gateway.Conformity.Reply;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Two hundred waiting clients need no threads, and leave nothing behind. */
@EnableKubernetesMockClient(crud = true, https = false)
class LoadTest {

  private static final int CLIENTS = 200;
  private static final int JOBS = 10;

  /** Workers and an event loop; and the threads of this test's client and mock server. */
  private static final int THREADS = 40;

  /** Objects that a request takes, as the JVM lists them. */
  private static final Pattern OURS =
      Pattern.compile(
          "\\s+\\d+:\\s+(\\d+)\\s+\\d+\\s+(dev\\.sparkbench\\.controller\\.gateway\\.\\S+|io\\.vertx\\.core\\.http\\.impl\\.Http1xServerRe\\S+)");

  KubernetesMockServer server;
  KubernetesClient client;

  @Test
  void manyWaitAtTheSameTime() throws Exception {
    TestApiServer api = new TestApiServer(server, client);
    try (RunningGateway gateway =
        RunningGateway.start(api, RunningGateway.config(CLIENTS, Duration.ofSeconds(2)))) {
      round(api, gateway, 0);
      RunningGateway.await(() -> gateway.gateway().idleConnections() == 0);
      Map<String, Long> before = objects();
      for (int i = 1; i <= 2; i++) {
        round(api, gateway, i);
      }
      RunningGateway.await(() -> gateway.gateway().idleConnections() == 0);
      assertThat(objects())
          .allSatisfy(
              (type, count) ->
                  assertThat(count).isLessThan(before.getOrDefault(type, 0L) + CLIENTS / 2));
    }
  }

  private static void round(TestApiServer api, RunningGateway gateway, int round) {
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      replies.add(gateway.submit(ORIGINAL.replace("job_001", job(round, i % JOBS))));
    }
    gateway.awaitWaiting(CLIENTS);
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + THREADS);
    for (int i = 0; i < JOBS; i++) {
      api.succeed(job(round, i));
    }
    assertThat(replies).allSatisfy(reply -> assertThat(reply.join().code()).isEqualTo(200));
    gateway.awaitWaiting(0);
    for (int i = 0; i < JOBS; i++) {
      api.resource(job(round, i)).delete();
    }
  }

  private static String job(int round, int number) {
    return "load-%d-%d".formatted(round, number);
  }

  /** The number of live objects of each class, after a full collection. */
  private static Map<String, Long> objects() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    Map<String, Long> objects = new TreeMap<>();
    Matcher line = OURS.matcher(histogram);
    while (line.find()) {
      objects.put(line.group(2), Long.valueOf(line.group(1)));
    }
    return objects;
  }
}
