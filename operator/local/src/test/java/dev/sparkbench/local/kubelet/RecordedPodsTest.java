// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sparkbench.local.apiserver.LocalApiServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pods go through the states that pods of a real cluster went through. The recordings have every
 * event of a watch on one pod; the test repeats the actions with which they were made.
 */
class RecordedPodsTest {

  private static final Path RECORDINGS = Path.of("src/test/resources/recorded/pods");
  private static final String RECORDED_IMAGE = "docker.io/library/sparkbench-runner:";
  private static final String NAMESPACE = "recorded";
  private static final String ANSWER = "echo '{\"answer\":\"kept\"}' > $SPARKBENCH_TERMINATION_LOG";
  private static final String WAITS = "exec sleep 60";
  private static final String OBEYS = "trap 'exit 0' TERM; while :; do sleep 0.02; done";
  private static final String IGNORES = "trap '' TERM; while :; do sleep 0.02; done";

  /** Quick, but slow enough for each state to be seen. */
  private static final Pace PACE =
      new Pace(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(500));

  private static final Map<String, Case> CASES = cases();

  private static Path folder;
  private static LocalApiServer server;
  private static KubernetesClient client;
  private static ProcessKubelet kubelet;

  /**
   * The actions of a recording.
   *
   * @param scripts the scripts of the containers, by name
   * @param change other properties of the pod
   * @param whenRunning the action on the pod when its driver runs, or cannot be placed
   */
  private record Case(
      Map<String, String> scripts,
      UnaryOperator<PodSpecBuilder> change,
      Optional<Consumer<String>> whenRunning) {

    static Case of(String... scripts) {
      Map<String, String> byName = new HashMap<>();
      for (int i = 0; i < scripts.length; i += 2) {
        byName.put(scripts[i], scripts[i + 1]);
      }
      return new Case(byName, spec -> spec, Optional.empty());
    }

    Case with(UnaryOperator<PodSpecBuilder> changed) {
      return new Case(scripts, changed, whenRunning);
    }

    Case then(Consumer<String> action) {
      return new Case(scripts, change, Optional.of(action));
    }
  }

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new HashMap<>();
    cases.put(
        "argument-list-too-long",
        Case.of("driver", "exit 0")
            .with(
                spec ->
                    spec.editContainer(0)
                        .addNewEnv()
                        .withName("LONG")
                        .withValue("x".repeat(140_000))
                        .endEnv()
                        .endContainer()));
    cases.put(
        "command-missing",
        Case.of()
            .with(spec -> spec.editContainer(0).withCommand("/no/such/program").endContainer()));
    cases.put(
        "deadline-exceeded",
        Case.of("driver", IGNORES)
            .with(
                spec -> spec.withActiveDeadlineSeconds(1L).withTerminationGracePeriodSeconds(1L)));
    cases.put("deleted-by-force", Case.of("driver", WAITS).then(pod -> delete(pod, 0)));
    cases.put(
        "deleted-while-pending",
        Case.of().with(RecordedPodsTest::elsewhere).then(pod -> delete(pod, 30)));
    cases.put(
        "deleted-while-running-ignores-term",
        Case.of("driver", IGNORES).then(pod -> delete(pod, 1)));
    cases.put("deleted-while-running", Case.of("driver", WAITS).then(pod -> delete(pod, 5)));
    cases.put(
        "ephemeral-storage-evicted",
        Case.of("driver", WAITS)
            .then(
                pod ->
                    kubelet.evict(
                        NAMESPACE,
                        pod,
                        "Usage of EmptyDir volume \"t\" exceeds the limit \"10Mi\". ")));
    cases.put(
        "evicted-by-api",
        Case.of("driver", WAITS)
            .then(pod -> client.pods().inNamespace(NAMESPACE).withName(pod).evict()));
    cases.put("failed-with-answer", Case.of("driver", ANSWER + "; exit 1"));
    cases.put("image-name-invalid", Case.of());
    cases.put(
        "image-never-pull",
        Case.of().with(spec -> spec.editContainer(0).withImagePullPolicy("Never").endContainer()));
    cases.put("image-pull-fails", Case.of());
    cases.put("init-container-fails", Case.of("init", "exit 3"));
    cases.put("init-image-pull-fails", Case.of());
    cases.put("init-slow", Case.of("init", "sleep 0.3", "driver", ANSWER));
    cases.put("killed-inside", Case.of("driver", "exit 2"));
    cases.put(
        "kubelet-refuses-out-of-cpu",
        Case.of().with(spec -> cpu(spec, "32000").withNodeName(NodeApi.NODE)));
    cases.put(
        "long-termination-message-four-containers",
        Case.of(
            "driver",
            "sleep 0.5; head -c 4000 /dev/zero | tr '\\0' m > $SPARKBENCH_TERMINATION_LOG"));
    cases.put("native-sidecar", Case.of("proxy", OBEYS, "driver", "sleep 0.3; " + ANSWER));
    cases.put(
        "oom-killed",
        Case.of("driver", WAITS).then(pod -> kubelet.killForMemory(NAMESPACE, pod, "driver")));
    cases.put("scheduling-gated", Case.of());
    cases.put(
        "secret-missing",
        Case.of()
            .with(
                spec ->
                    spec.editContainer(0)
                        .addToEnv(RunningKubelet.fromSecret("S", "nope", "k", false))
                        .endContainer()));
    cases.put("sidecar-fails-first", Case.of("driver", "sleep 0.5; " + ANSWER, "side", "exit 4"));
    cases.put("sidecar-image-fails", Case.of("driver", WAITS));
    cases.put("sidecar-outlives-driver", Case.of("driver", ANSWER, "side", WAITS));
    cases.put("succeeded", Case.of("driver", ANSWER));
    cases.put("unschedulable-cpu", Case.of().with(spec -> cpu(spec, "32000")));
    cases.put("unschedulable-selector", Case.of().with(RecordedPodsTest::elsewhere));
    cases.put(
        "volume-secret-missing",
        Case.of()
            .with(
                spec ->
                    spec.addNewVolume()
                        .withName("v")
                        .withNewSecret()
                        .withSecretName("nope")
                        .endSecret()
                        .endVolume()
                        .editContainer(0)
                        .addNewVolumeMount()
                        .withName("v")
                        .withMountPath("/v")
                        .endVolumeMount()
                        .endContainer()));
    return cases;
  }

  @BeforeAll
  static void start() throws IOException {
    folder = Files.createTempDirectory("recorded-test");
    server = LocalApiServer.start();
    client = server.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    kubelet =
        ProcessKubelet.start(
            server,
            folder.resolve("pods"),
            Map.of("shell", new LocalImage(List.of("/bin/sh", "-c"), Map.of())),
            PACE);
  }

  @AfterAll
  static void stop() {
    kubelet.close();
    client.close();
    server.close();
    PodFolder.delete(folder);
  }

  static Stream<String> recordings() throws IOException {
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      return files
          .map(file -> file.getFileName().toString().replace(".jsonl", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recordings")
  void aPodGoesThroughTheStatesOfTheRecording(String recording) throws Exception {
    Case with = CASES.get(recording);
    assertThat(with).as("what %s was recorded with", recording).isNotNull();
    List<SeenPod> recorded = SeenPod.readAll(RECORDINGS.resolve(recording + ".jsonl"));
    List<String> expected = SeenPod.states(recorded);
    boolean ends = recorded.get(recorded.size() - 1).isLast();
    Queue<SeenPod> events = new ConcurrentLinkedQueue<>();

    Watch watch = client.pods().inNamespace(NAMESPACE).withName(recording).watch(into(events));
    try (watch) {
      client.resource(pod(recording, recorded.get(0).pod(), with)).create();
      if (with.whenRunning().isPresent()) {
        await(recording).until(() -> events.stream().anyMatch(SeenPod::canBeActedOn));
        with.whenRunning().get().accept(recording);
      }

      await(recording)
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                List<String> seen = SeenPod.states(List.copyOf(events));
                // In one second, a real kubelet may see several containers end.
                if (recorded.get(0).pod().getSpec().getContainers().size() > 2) {
                  assertThat(seen).containsSubsequence(expected);
                } else if (ends) {
                  assertThat(seen).isEqualTo(expected);
                } else {
                  assertThat(seen).startsWith(expected.toArray(String[]::new));
                }
              });
    } finally {
      delete(recording, 0);
    }
  }

  /** The recorded pod, with containers that do the same here. */
  private static Pod pod(String name, Pod recorded, Case with) {
    PodSpec spec = recorded.getSpec();
    PodSpecBuilder here =
        new PodSpecBuilder(spec)
            .withNodeName(null)
            .withInitContainers(
                spec.getInitContainers().stream().map(it -> script(it, with)).toList())
            .withContainers(spec.getContainers().stream().map(it -> script(it, with)).toList());
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withSpec(with.change().apply(here).build())
        .build();
  }

  private static Container script(Container recorded, Case with) {
    return recorded.getImage().startsWith(RECORDED_IMAGE)
        ? new ContainerBuilder(recorded)
            .withImage("shell")
            .withArgs(with.scripts().getOrDefault(recorded.getName(), "exit 0"))
            .build()
        : recorded;
  }

  private static PodSpecBuilder elsewhere(PodSpecBuilder spec) {
    return spec.addToNodeSelector("kubernetes.io/hostname", "elsewhere");
  }

  private static PodSpecBuilder cpu(PodSpecBuilder spec, String cores) {
    return spec.editContainer(0)
        .withNewResources()
        .addToRequests("cpu", new Quantity(cores))
        .endResources()
        .endContainer();
  }

  private static void delete(String pod, long graceSeconds) {
    client.pods().inNamespace(NAMESPACE).withName(pod).withGracePeriod(graceSeconds).delete();
  }

  private static Watcher<Pod> into(Queue<SeenPod> events) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Pod pod) {
        events.add(new SeenPod(action.name(), pod));
      }

      @Override
      public void onClose(WatcherException cause) {
        throw new IllegalStateException(cause);
      }
    };
  }
}
