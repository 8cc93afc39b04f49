// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static dev.sparkbench.api.scaling.Figures.nodes;

import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.scaling.Samples;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Follows a benchmark by watching it and its pods, and shows what happens. */
public final class Progress implements AutoCloseable {

  private final Console console;
  private final Function<String, Optional<Path>> logOf;
  private final CompletableFuture<Optional<SparkBenchmarkJob>> end = new CompletableFuture<>();
  private volatile boolean synced;
  private final Set<String> reported = new HashSet<>();
  private final Set<String> measured = new HashSet<>();
  private final ScheduledExecutorService clock;
  private final SharedIndexInformer<SparkBenchmarkJob> jobs;
  private final SharedIndexInformer<Pod> pods;

  private Progress(
      Console console,
      Function<String, Optional<Path>> logOf,
      ScheduledExecutorService clock,
      SharedIndexInformer<SparkBenchmarkJob> jobs,
      SharedIndexInformer<Pod> pods) {
    this.console = console;
    this.logOf = logOf;
    this.clock = clock;
    this.jobs = jobs;
    this.pods = pods;
  }

  /**
   * Starts to follow a benchmark.
   *
   * @param logOf finds the log of a pod by the pod's name
   */
  public static Progress follow(
      KubernetesClient client,
      String namespace,
      String name,
      Function<String, Optional<Path>> logOf,
      Console console) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "console");
              thread.setDaemon(true);
              return thread;
            });
    Progress progress =
        new Progress(
            console,
            logOf,
            clock,
            client
                .resources(SparkBenchmarkJob.class)
                .inNamespace(namespace)
                .withName(name)
                .runnableInformer(0),
            client.pods().inNamespace(namespace).runnableInformer(0));
    progress.start();
    return progress;
  }

  /**
   * Completes with the resource when the benchmark has succeeded or failed; with nothing, if it was
   * deleted before.
   */
  public CompletableFuture<Optional<SparkBenchmarkJob>> end() {
    return end;
  }

  @Override
  public void close() {
    jobs.close();
    pods.close();
    clock.shutdownNow();
    console.closeLine();
  }

  private void start() {
    pods.addEventHandler(new Handler<>()).run();
    jobs.addEventHandler(new Handler<>()).run();
    synced = true;
    clock.scheduleAtFixedRate(this::changed, 1, 1, TimeUnit.SECONDS);
  }

  private synchronized void changed() {
    List<SparkBenchmarkJob> found = jobs.getStore().list();
    if (end.isDone()) {
      return;
    }
    if (found.isEmpty()) {
      if (synced) {
        console.closeLine();
        end.complete(Optional.empty());
      }
      return;
    }
    SparkBenchmarkJob job = found.get(0);
    Optional.ofNullable(job.getStatus()).ifPresent(this::report);
    if (hasEnded(job)) {
      console.closeLine();
      end.complete(Optional.of(job));
    } else {
      Activity activity =
          Activity.of(
              job,
              pods.getStore().list(),
              measured,
              pod -> logOf.apply(pod).flatMap(DriverStep::latest));
      console.show(activity.stage(), activity.text());
    }
  }

  private void report(SparkBenchmarkJobStatus status) {
    status.runs().forEach(this::report);
    CurrentPod current = status.current();
    if (current != null
        && current.state() == CurrentPod.State.Backoff
        && reported.add(current.pod())) {
      console.report(status.message());
    }
  }

  private void report(RunStatus run) {
    List<Double> trials = new Samples(run.samples(), run.measuredTrials()).times();
    for (int trial = 1; trial <= trials.size(); trial++) {
      if (reported.add(cell(run) + ", trial " + trial)) {
        console.report(
            String.format(
                Locale.ROOT,
                "%s: %.3f s%s",
                cell(run),
                trials.get(trial - 1),
                trial == 1 ? "" : ", trial " + trial));
      }
    }
    if (run.state() == RunStatus.State.Failed && reported.add(cell(run) + ", failed")) {
      console.report("%s: failed: %s: %s".formatted(cell(run), run.reason(), run.message()));
    }
  }

  private static String cell(RunStatus run) {
    return (run.variant() == null ? "" : run.variant() + ", ") + nodes(run.nodes());
  }

  private static boolean hasEnded(SparkBenchmarkJob job) {
    return job.getStatus() != null
        && job.getStatus().conditions().stream()
            .anyMatch(
                condition ->
                    condition.type().equals(Condition.SUCCEEDED)
                        && !condition.status().equals("Unknown")
                        && job.getMetadata()
                            .getGeneration()
                            .equals(condition.observedGeneration()));
  }

  private final class Handler<T extends HasMetadata> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      changed();
    }

    @Override
    public void onUpdate(T before, T after) {
      changed();
    }

    @Override
    public void onDelete(T object, boolean lastStateUnknown) {
      changed();
    }
  }
}
