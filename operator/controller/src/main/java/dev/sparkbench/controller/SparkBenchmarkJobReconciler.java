package dev.sparkbench.controller;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.metrics.OperatorMetrics;
import dev.sparkbench.controller.plan.Attempts;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.Plan;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.pods.Labels;
import dev.sparkbench.controller.spec.SpecResolver;
import dev.sparkbench.controller.status.Announcement;
import dev.sparkbench.controller.status.Bookkeeping;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a benchmark one step further: observe, decide, write the decision down in the status,
 * carry it out, announce it.
 *
 * <p>The status is written before the step is carried out, and only if it is still the one that the
 * decision was based on. So at any moment the operator can be killed, or two of them overlap, and
 * at most the pod that the status names exists.
 */
@ControllerConfiguration(
    name = "sparkbenchmarkjob",
    // Annotations do not change the generation, and one of them asks for something.
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = RelevantUpdates.class))
final class SparkBenchmarkJobReconciler implements Reconciler<SparkBenchmarkJob> {

  private static final Logger LOG = LoggerFactory.getLogger(SparkBenchmarkJobReconciler.class);
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration IF_NO_EVENT_COMES = Duration.ofSeconds(1);

  private final ResultPaths resultPaths = new ResultPaths();
  private final ExecutorPods executorPods = new ExecutorPods();
  private final LeftAlone leftAlone = new LeftAlone();
  private final Observer observer;
  private final StepExecutor executor;
  private final EventPublisher events;
  private final DriverLog driverLog;
  private final OperatorMetrics metrics;
  private final Clock clock;

  SparkBenchmarkJobReconciler(
      KubernetesClient client, SpecResolver resolver, OperatorMetrics metrics, Clock clock) {
    this.observer = new Observer(client, resolver, resultPaths, executorPods, clock);
    this.executor = new StepExecutor(client);
    this.events = new EventPublisher(client, clock);
    this.driverLog = new DriverLog(client);
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SparkBenchmarkJob>> prepareEventSources(
      EventSourceContext<SparkBenchmarkJob> context) {
    metrics.showActive(context.getPrimaryCache()::list);
    metrics.showLeftAlone(
        () -> context.getPrimaryCache().list(job -> LeftAlone.reason(job).isPresent()));
    resultPaths.watch(context.getPrimaryCache());
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, SparkBenchmarkJob.class)
                .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.OPERATOR)
                .withSecondaryToPrimaryMapper(
                    Mappers.fromOwnerReferences(SparkBenchmarkJob.class, false))
                .build(),
            context),
        executorPods.watch(context));
  }

  @Override
  public UpdateControl<SparkBenchmarkJob> reconcile(
      SparkBenchmarkJob job, Context<SparkBenchmarkJob> context) {
    Optional<String> strange = LeftAlone.reason(job);
    if (strange.isPresent()) {
      tellOnce(job, strange.get());
      return UpdateControl.noUpdate();
    }
    Observation observation = observer.observe(job, context.getSecondaryResources(Pod.class));
    Step step = Plan.next(observation);
    return take(step, observation, job, context);
  }

  private UpdateControl<SparkBenchmarkJob> take(
      Step step,
      Observation observation,
      SparkBenchmarkJob job,
      Context<SparkBenchmarkJob> context) {
    SparkBenchmarkJobStatus status = Bookkeeping.after(step, observation);
    if (!status.equals(observation.status())) {
      LOG.info("{}: {}", step.getClass().getSimpleName(), status.message());
      if (!StatusStore.write(job, observation.status(), status, context)) {
        // Somebody else was faster; decide anew on what they wrote.
        return UpdateControl.<SparkBenchmarkJob>noUpdate().rescheduleAfter(StatusStore.PAUSE);
      }
      metrics.record(step, observation, status);
    }
    Optional<Failure> refused = executor.execute(step, job, status);
    Announcement.of(step, observation, status)
        .map(event -> event.pod().map(pod -> event.with(driverLog.end(job, pod))).orElse(event))
        .ifPresent(event -> events.publish(job, event));
    if (refused.isPresent()) {
      Observation after = observation.with(status);
      return take(
          Attempts.failed(after, refused.get()), after, StatusStore.with(job, status), context);
    }
    return control(step);
  }

  private void tellOnce(SparkBenchmarkJob job, String reason) {
    if (leftAlone.isNews(job, reason)) {
      LOG.warn(reason);
      events.publish(job, new Announcement(true, "LeftAlone", reason, Optional.empty()));
    }
  }

  private UpdateControl<SparkBenchmarkJob> control(Step step) {
    UpdateControl<SparkBenchmarkJob> control = UpdateControl.noUpdate();
    if (step instanceof Step.Await await) {
      await.until().ifPresent(until -> control.rescheduleAfter(left(until)));
      return control;
    }
    boolean eventFollows =
        step instanceof Step.Launch
            || step instanceof Step.RemovePods
            || step instanceof Step.RemoveExecutors
            || step instanceof Step.Expire;
    return control.rescheduleAfter(eventFollows ? IF_NO_EVENT_COMES : AT_ONCE);
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    return left.isNegative() ? AT_ONCE : left.plusMillis(1);
  }
}
