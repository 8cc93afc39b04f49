// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.metrics.OperatorMetrics;
import dev.sparkbench.controller.plan.Creation;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.plan.Plan;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.plan.Step.Kind;
import dev.sparkbench.controller.pods.Labels;
import dev.sparkbench.controller.pods.PodReader;
import dev.sparkbench.controller.spec.SpecResolver;
import dev.sparkbench.controller.status.Announcement;
import dev.sparkbench.controller.status.StatusChanges;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a benchmark one step further: it observes, decides, writes the decision into the status,
 * carries it out, and announces it.
 *
 * <p>The status is written before the step is carried out, and only if it is still the status that
 * the decision was based on. So even if the operator is killed at any moment, or two operators
 * overlap, no pod exists except the one that the status names.
 */
@ControllerConfiguration(
    name = "sparkbenchmarkjob",
    // Annotations do not change the generation, and one annotation is a request.
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = RelevantUpdates.class))
final class SparkBenchmarkJobReconciler implements Reconciler<SparkBenchmarkJob> {

  private static final Logger LOG = LoggerFactory.getLogger(SparkBenchmarkJobReconciler.class);
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration IF_NO_EVENT_COMES = Duration.ofSeconds(1);

  private final ResultPaths resultPaths;
  private final ExecutorPods executorPods = new ExecutorPods();
  private final LeftAlone leftAlone = new LeftAlone();
  private final Observer observer;
  private final StatusStore statuses;
  private final RefusedStatuses refusedStatuses;
  private final StepExecutor executor;
  private final EventPublisher events;
  private final DriverLog driverLog;
  private final OperatorMetrics metrics;
  private final Clock clock;
  private InformerEventSource<Pod, SparkBenchmarkJob> driverPods;

  SparkBenchmarkJobReconciler(
      KubernetesClient client, SpecResolver resolver, OperatorMetrics metrics, Clock clock) {
    this.resultPaths = new ResultPaths(resolver.defaultEndpoint());
    this.observer = new Observer(client, resolver, resultPaths, executorPods, clock);
    this.executor = new StepExecutor(client, this::remember);
    this.events = new EventPublisher(client, clock);
    this.statuses = new StatusStore(client, new DroppedFields(clock));
    this.refusedStatuses = new RefusedStatuses(statuses, events, clock);
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
    driverPods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, SparkBenchmarkJob.class)
                .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.OPERATOR)
                .withSecondaryToPrimaryMapper(SparkBenchmarkJobReconciler::owners)
                .build(),
            context);
    return List.of(driverPods, executorPods.watch(context));
  }

  /** The resources that own a pod, in whatever version of the API it was created. */
  private static Set<ResourceID> owners(Pod pod) {
    return PodReader.owners(pod)
        .map(owner -> new ResourceID(owner.getName(), pod.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  /** So that the next reconciliation does not miss a pod that the watch has not shown yet. */
  private void remember(Pod pod) {
    driverPods.handleRecentResourceCreate(ResourceID.fromResource(pod), pod);
  }

  @Override
  public UpdateControl<SparkBenchmarkJob> reconcile(
      SparkBenchmarkJob job, Context<SparkBenchmarkJob> context) {
    Optional<String> strange = LeftAlone.reason(job);
    if (strange.isPresent()) {
      tellOnce(job, strange.get());
      return UpdateControl.noUpdate();
    }
    Observation seen = observer.observe(job, context.getSecondaryResources(Pod.class));
    Step step = Plan.next(seen);
    if (step.kind() == Kind.RETRY || step.kind() == Kind.GIVE_UP) {
      // Nothing is given up because the watch may lag behind.
      Observation confirmed = observer.confirmed(seen, job);
      return take(Plan.next(confirmed), confirmed, job, context);
    }
    if (takesPodsAtWork(step, seen) && !statuses.isCurrent(job, seen.status())) {
      LOG.info("the resource has changed meanwhile");
      return UpdateControl.<SparkBenchmarkJob>noUpdate().rescheduleAfter(StatusStore.PAUSE);
    }
    return take(step, seen, job, context);
  }

  /**
   * Steps that are not written down are decided from the cache. Before something is removed that
   * may be at work, the resource itself is read, in case another operator has decided otherwise.
   */
  private static boolean takesPodsAtWork(Step step, Observation o) {
    return switch (step.kind()) {
      case REMOVE_PODS ->
          ((Step.RemovePods) step)
              .names().stream().flatMap(name -> o.pod(name).stream()).anyMatch(ObservedPod::active);
      case END_PODS, REMOVE_EXECUTORS -> true;
      case REJECT,
          START,
          JUDGE_AGAIN,
          ACKNOWLEDGE_EDIT,
          SUSPEND,
          GIVE_WAY,
          RESUME,
          LAUNCH,
          POSTPONE,
          ENTER_QUEUE,
          LEAVE_QUEUE,
          CONFIRM_POD,
          RECORD_RUN,
          RECORD_PREPARATION,
          RECORD_REPORT,
          RETRY,
          GIVE_UP,
          FINISH,
          EXPIRE,
          AWAIT ->
          false;
    };
  }

  private UpdateControl<SparkBenchmarkJob> take(
      Step step,
      Observation observation,
      SparkBenchmarkJob job,
      Context<SparkBenchmarkJob> context) {
    SparkBenchmarkJobStatus status = StatusChanges.after(step, observation);
    SparkBenchmarkJob written = job;
    if (!status.equals(observation.status())) {
      LOG.info("{}: {}", step.getClass().getSimpleName(), status.message());
      Optional<SparkBenchmarkJob> stored;
      try {
        stored = statuses.write(job, status, context);
      } catch (StatusStore.NotKept e) {
        Instant nextTry = refusedStatuses.tell(e, observation, job, context);
        return UpdateControl.<SparkBenchmarkJob>noUpdate().rescheduleAfter(left(nextTry));
      }
      if (stored.isEmpty()) {
        // Another writer was faster; decide again from what it wrote.
        return UpdateControl.<SparkBenchmarkJob>noUpdate().rescheduleAfter(StatusStore.PAUSE);
      }
      written = stored.get();
      refusedStatuses.forget(written);
      metrics.record(step, observation, status);
    }
    Optional<Refusal> refused = executor.execute(step, observation, written, status);
    if (refused.isPresent()) {
      Observation after = observation.with(status);
      return take(
          Creation.refused(after, refused.get().failure(), refused.get().mayPass()),
          after,
          written,
          context);
    }
    Announcement.of(step, observation, status)
        .map(event -> event.pod().map(pod -> event.with(driverLog.end(job, pod))).orElse(event))
        .ifPresent(event -> events.publish(job, event));
    return control(step);
  }

  /**
   * Reports in the status that it cannot be written completely, if at least that can be written.
   */
  @Override
  public ErrorStatusUpdateControl<SparkBenchmarkJob> updateErrorStatus(
      SparkBenchmarkJob job, Context<SparkBenchmarkJob> context, Exception e) {
    if (e instanceof StatusStore.Refused refused) {
      Observation seen = observer.observe(job, context.getSecondaryResources(Pod.class));
      refusedStatuses.mention(refused, seen, job, context);
    }
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  private void tellOnce(SparkBenchmarkJob job, String reason) {
    if (leftAlone.isNews(job, reason)) {
      LOG.warn(reason);
      events.publish(job, Announcement.ofTrouble("LeftAlone", reason));
    }
  }

  private UpdateControl<SparkBenchmarkJob> control(Step step) {
    UpdateControl<SparkBenchmarkJob> control = UpdateControl.noUpdate();
    return switch (step.kind()) {
      case AWAIT -> {
        ((Step.Await) step).until().ifPresent(until -> control.rescheduleAfter(left(until)));
        yield control;
      }
      case LAUNCH, REMOVE_PODS, END_PODS, REMOVE_EXECUTORS, EXPIRE ->
          control.rescheduleAfter(IF_NO_EVENT_COMES);
      case REJECT,
          START,
          JUDGE_AGAIN,
          ACKNOWLEDGE_EDIT,
          SUSPEND,
          GIVE_WAY,
          RESUME,
          POSTPONE,
          ENTER_QUEUE,
          LEAVE_QUEUE,
          CONFIRM_POD,
          RECORD_RUN,
          RECORD_PREPARATION,
          RECORD_REPORT,
          RETRY,
          GIVE_UP,
          FINISH ->
          control.rescheduleAfter(AT_ONCE);
    };
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    return left.isNegative() ? AT_ONCE : left.plusMillis(1);
  }
}
