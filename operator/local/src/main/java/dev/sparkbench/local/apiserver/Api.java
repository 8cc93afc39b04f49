package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests. It is free of any HTTP library; one lock sees to it that one request at a time
 * is answered, and that watchers hear of changes in order.
 */
final class Api {

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private final ObjectStore store = new ObjectStore();
  private final ResourceTypes types = new ResourceTypes();
  private final Watches watches = new Watches(store);
  private final Clock clock;
  private final Creation creation;
  private final Update update;
  private final Deletion deletion;
  private final LogReader logs;

  Api(Clock clock, PodLogs podLogs) {
    this.clock = clock;
    this.logs = new LogReader(podLogs);
    Admission admission = new BenchmarkAdmission();
    creation = new Creation(store, admission, clock);
    update = new Update(store, admission);
    deletion = new Deletion(store, clock);
    store.addListener(types);
    // Before the garbage collector, so that watchers see an owner go before its dependents.
    store.addListener(watches);
    store.addListener(new GarbageCollector(store, deletion));
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

  private ApiResponse route(ApiRequest request) {
    Optional<ResourcePath> path = ResourcePath.parse(request.path());
    if (path.isEmpty()) {
      return aboutTheServer(request);
    }
    if (request.parameter("dryRun").isPresent()) {
      throw ApiException.badRequest("the local API server cannot do dry runs");
    }
    ResourceType type =
        types
            .find(path.get().group(), path.get().version(), path.get().plural())
            .orElseThrow(() -> ApiException.noSuchResource(request.path()));
    return path.get().name().isEmpty()
        ? collection(request, path.get(), type)
        : object(request, path.get(), type);
  }

  private static ApiResponse aboutTheServer(ApiRequest request) {
    return switch (request.path()) {
      case "/version" ->
          ApiResponse.json(
              200,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("major", "1")
                  .put("minor", "33")
                  .put("gitVersion", "v1.33.0-local"));
      case "/healthz", "/livez", "/readyz" -> ApiResponse.text("ok");
      default -> throw ApiException.noSuchResource(request.path());
    };
  }

  private ApiResponse collection(ApiRequest request, ResourcePath path, ResourceType type) {
    return switch (request.method()) {
      case "GET" -> request.flag("watch") ? watch(request, path, type) : list(request, path, type);
      case "POST" ->
          type.qualifiedName().equals(ResourceTypes.BINDINGS)
              ? bind(path, request.object())
              : ApiResponse.json(201, creation.create(type, path.namespace(), request.object()));
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
        yield logs.read(store.get(path.key(type)), request);
      }
      default -> throw ApiException.noSuchResource(request.path());
    };
  }

  private ApiResponse object(
      ApiRequest request, ResourcePath path, ResourceType type, String method) {
    return switch (method) {
      case "GET" -> ApiResponse.json(200, store.get(path.key(type)));
      case "PUT" -> ApiResponse.json(200, update.replace(type, path, request.object()));
      case "PATCH" ->
          ApiResponse.json(
              200, update.change(type, path, current -> Patches.apply(current, request)));
      case "DELETE" -> delete(request, path.key(type));
      default -> throw ApiException.methodNotAllowed(method, request.path());
    };
  }

  private ApiResponse list(ApiRequest request, ResourcePath path, ResourceType type) {
    return ApiResponse.json(200, listOf(type, selected(request, path, type)));
  }

  private ApiResponse watch(ApiRequest request, ResourcePath path, ResourceType type) {
    Predicate<? super ObjectNode> selector = Selector.of(request);
    // Version 0 means any state, then what follows: the same as none here.
    Optional<Long> since =
        request.parameter("resourceVersion").filter(v -> !v.equals("0")).map(Long::valueOf);
    return new ApiResponse.Stream(
        events -> {
          synchronized (this) {
            ApiResponse.Subscription subscription =
                watches.open(type.qualifiedName(), path.namespace(), selector, since, events);
            return () -> {
              synchronized (this) {
                subscription.close();
              }
            };
          }
        });
  }

  private ApiResponse delete(ApiRequest request, ObjectKey key) {
    ObjectNode object = store.get(key);
    return deletion
        .delete(key, DeleteOptions.of(request))
        .map(marked -> ApiResponse.json(200, marked))
        .orElseGet(() -> ApiResponse.json(200, success(key, object)));
  }

  private ApiResponse deleteCollection(ApiRequest request, ResourcePath path, ResourceType type) {
    List<ObjectNode> selected = selected(request, path, type);
    DeleteOptions options = DeleteOptions.of(request);
    selected.forEach(object -> deletion.delete(ObjectKey.of(type, object), options));
    return ApiResponse.json(200, listOf(type, selected));
  }

  private ApiResponse bind(ResourcePath path, ObjectNode binding) {
    ObjectKey key =
        new ObjectKey(ResourceTypes.PODS, path.namespace(), Metadata.text(binding, "name"));
    store.put(key, Pods.bind(key, store.get(key), binding, clock));
    return ApiResponse.json(201, success(key, store.get(key)));
  }

  private List<ObjectNode> selected(ApiRequest request, ResourcePath path, ResourceType type) {
    Predicate<? super ObjectNode> selector = Selector.of(request);
    return store.list(type.qualifiedName(), path.namespace()).stream().filter(selector).toList();
  }

  private ObjectNode listOf(ResourceType type, List<ObjectNode> items) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    list.putArray("items").addAll(items);
    return list;
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
