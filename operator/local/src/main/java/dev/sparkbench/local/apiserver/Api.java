// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests, independently of the HTTP library. With one lock, it answers one request at a
 * time, and watchers receive changes in order.
 */
final class Api implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final String DEFAULT_NAMESPACE = "default";

  /** The delay until a quota no longer counts an ended pod. */
  private static final long RELEASE_MILLIS = 500;

  private final ObjectStore store = new ObjectStore();
  private final ResourceTypes types = new ResourceTypes();
  private final AboutServer aboutServer = new AboutServer(types);
  private final Reviews reviews;
  private final Rights rights;
  private final Clock clock;
  private final Reads reads;
  private final Creation creation;
  private final Update update;
  private final Deletion deletion;
  private final LogReader logs;
  private final ScheduledThreadPoolExecutor controllers =
      new ScheduledThreadPoolExecutor(1, Api::newThread);

  Api(Clock clock, PodLogs podLogs, Reviews reviews, Rights rights) {
    this.clock = clock;
    this.reviews = reviews;
    this.rights = rights;
    Watches watches = new Watches(store);
    Admission admission = new Admission(types);
    reads = new Reads(store, watches, new Tables(clock));
    Quotas quotas = new Quotas(store, this::later);
    creation = new Creation(store, admission, new PodAdmission(store, quotas), clock);
    update = new Update(store, admission);
    deletion = new Deletion(store, clock);
    logs = new LogReader(podLogs);
    store.addListener(types);
    // Registered before the garbage collector, so that watchers see the deletion of an owner before
    // that of its dependents.
    store.addListener(watches);
    store.addListener(new GarbageCollector(store, deletion));
    store.addListener(new Namespaces(store, deletion, this::createDefaultAccount));
    store.addListener(quotas);
    create(ResourceTypes.NAMESPACES, "", DEFAULT_NAMESPACE);
  }

  synchronized ApiResponse handle(ApiRequest request) {
    try {
      return route(request);
    } catch (ApiException e) {
      return e.toReply();
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      return ApiException.internal(e).toReply();
    }
  }

  @Override
  public void close() {
    controllers.shutdownNow();
    logs.close();
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "api-controllers");
    thread.setDaemon(true);
    return thread;
  }

  private void later(Runnable task) {
    controllers.schedule(() -> locked(task), RELEASE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void locked(Runnable task) {
    task.run();
  }

  private void createDefaultAccount(String namespace) {
    create(ResourceTypes.SERVICE_ACCOUNTS, namespace, "default");
  }

  private void create(String plural, String namespace, String name) {
    ResourceType type = types.find("", "v1", plural).orElseThrow();
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    Metadata.of(manifest).put("name", name);
    creation.create(type, namespace, manifest, WriteOptions.DEFAULT);
  }

  private ApiResponse route(ApiRequest request) {
    Optional<ResourcePath> path = ResourcePath.parse(request.path());
    if (path.isEmpty()) {
      return aboutServer.answer(request);
    }
    ResourceType type =
        types
            .find(path.get().group(), path.get().version(), path.get().plural())
            .orElseThrow(() -> ApiException.noSuchResource(request.path()));
    if (!type.stored() && !request.method().equals("POST")) {
      throw ApiException.methodNotAllowed(request.method(), request.path());
    }
    rights.check(request, path.get(), type);
    return path.get().name().isEmpty()
        ? collection(request, path.get(), type)
        : object(request, path.get(), type);
  }

  private ApiResponse collection(ApiRequest request, ResourcePath path, ResourceType type) {
    return switch (request.method()) {
      case "GET" ->
          request.flag("watch")
              ? locked(reads.watch(request, path, type))
              : reads.list(request, path, type);
      case "POST" -> create(request, path, type);
      case "DELETE" -> deleteCollection(request, path, type);
      default -> throw ApiException.methodNotAllowed(request.method(), request.path());
    };
  }

  private ApiResponse object(ApiRequest request, ResourcePath path, ResourceType type) {
    return switch (path.subresource()) {
      case "" -> object(request, path, type, request.method());
      case "status" -> {
        if (!type.statusSubresource() || request.method().matches("POST|DELETE")) {
          throw ApiException.noSuchResource(request.path());
        }
        yield object(request, path, type, request.method());
      }
      case "log" -> {
        if (!type.qualifiedName().equals(ResourceTypes.PODS)) {
          throw ApiException.noSuchResource(request.path());
        }
        ObjectKey pod = path.key(type);
        yield logs.read(store.get(pod), request, container -> hasEnded(pod, container));
      }
      case "eviction" -> {
        if (!type.qualifiedName().equals(ResourceTypes.PODS) || !request.method().equals("POST")) {
          throw ApiException.noSuchResource(request.path());
        }
        yield evict(path.key(type), request);
      }
      default -> throw ApiException.noSuchResource(request.path());
    };
  }

  private ApiResponse object(
      ApiRequest request, ResourcePath path, ResourceType type, String method) {
    WriteOptions options = WriteOptions.of(request);
    return switch (method) {
      case "GET" -> reads.get(request, path, type);
      case "PUT" -> {
        ObjectNode replaced = update.replace(type, path, request.object(), options);
        yield ApiResponse.json(200, replaced, options.warnings());
      }
      case "PATCH" -> {
        Patches.refuseApply(request);
        ObjectNode patched =
            update.change(type, path, current -> Patches.apply(type, current, request), options);
        yield ApiResponse.json(200, patched, options.warnings());
      }
      case "DELETE" -> delete(request, path.key(type));
      default -> throw ApiException.methodNotAllowed(method, request.path());
    };
  }

  private ApiResponse create(ApiRequest request, ResourcePath path, ResourceType type) {
    WriteOptions options = WriteOptions.of(request);
    ObjectNode answer =
        switch (type.qualifiedName()) {
          case ResourceTypes.BINDINGS -> bind(path, request.object());
          case ResourceTypes.TOKEN_REVIEWS -> reviews.ofToken(request.object());
          case ResourceTypes.ACCESS_REVIEWS -> reviews.ofAccess(request.object());
          default -> creation.create(type, path.namespace(), request.object(), options);
        };
    return ApiResponse.json(201, answer, options.warnings());
  }

  private ApiResponse delete(ApiRequest request, ObjectKey key) {
    ObjectNode object = store.get(key);
    return deletion
        .delete(key, DeleteOptions.of(request))
        .map(marked -> ApiResponse.json(200, marked))
        .orElseGet(() -> ApiResponse.json(200, success(key, object)));
  }

  private ApiResponse deleteCollection(ApiRequest request, ResourcePath path, ResourceType type) {
    List<ObjectNode> selected = reads.selected(request, path, type);
    DeleteOptions options = DeleteOptions.of(request);
    selected.forEach(object -> deletion.delete(ObjectKey.of(type, object), options));
    return ApiResponse.json(200, reads.list(type, selected));
  }

  private ObjectNode bind(ResourcePath path, ObjectNode binding) {
    ObjectKey key =
        new ObjectKey(ResourceTypes.PODS, path.namespace(), Metadata.text(binding, "name"));
    store.put(key, Pods.bind(key, store.get(key), binding, clock));
    return success(key, store.get(key));
  }

  /** Deletes a pod in order to make room, as preemption does. */
  private ApiResponse evict(ObjectKey key, ApiRequest request) {
    DeleteOptions options = DeleteOptions.ofEviction(request);
    ObjectNode pod = store.get(key);
    if (!options.dryRun() && !Pods.hasEnded(pod)) {
      store.put(key, Pods.evict(pod, clock));
    }
    deletion.delete(key, options);
    return ApiResponse.json(201, success(key, pod));
  }

  private synchronized boolean hasEnded(ObjectKey pod, String container) {
    return store.find(pod).map(found -> Pods.hasEnded(found, container)).orElse(true);
  }

  /** Streams are opened and closed later, on the thread of the connection. */
  private ApiResponse locked(ApiResponse.Stream stream) {
    return new ApiResponse.Stream(
        stream.contentType(),
        sink -> {
          synchronized (this) {
            ApiResponse.Subscription subscription = stream.opener().open(sink);
            return () -> {
              synchronized (this) {
                subscription.close();
              }
            };
          }
        });
  }

  private static ObjectNode success(ObjectKey key, ObjectNode object) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
    status
        .putObject("details")
        .put("name", key.name())
        .put("kind", key.resource())
        .put("uid", Metadata.text(object, "uid"));
    return status;
  }
}
