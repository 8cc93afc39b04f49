package dev.sparkbench.local.apiserver;

import dev.sparkbench.local.apiserver.AccessLog.Access;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Lets the mock server's HTTP side talk to {@link Api}. */
final class MockServerDispatcher extends Dispatcher {

  private static final int SWITCHING_PROTOCOLS = 101;

  private final Api api;
  private final Runnable forgetRequests;
  private final AccessLog log;

  /**
   * Makes a dispatcher.
   *
   * @param forgetRequests empties the server's record of requests, which would grow for ever
   */
  MockServerDispatcher(Api api, Runnable forgetRequests, AccessLog log) {
    this.api = api;
    this.forgetRequests = forgetRequests;
    this.log = log;
  }

  @Override
  public MockResponse dispatch(RecordedRequest recorded) {
    forgetRequests.run();
    ApiRequest request =
        ApiRequest.of(
            recorded.getMethod(),
            recorded.getPath(),
            recorded.getHeader("Content-Type"),
            recorded.getBody().readUtf8());
    ApiResponse response = api.handle(request);
    log.answered(
        new Access(
            Objects.requireNonNullElse(recorded.getHeader("User-Agent"), ""),
            recorded.getMethod(),
            recorded.getPath(),
            response instanceof ApiResponse.Reply reply ? reply.code() : SWITCHING_PROTOCOLS));
    if (response instanceof ApiResponse.Stream stream) {
      return new MockResponse().withWebSocketUpgrade(new EventSocket(stream));
    }
    ApiResponse.Reply reply = (ApiResponse.Reply) response;
    return new MockResponse()
        .setResponseCode(reply.code())
        .setHeader("Content-Type", reply.contentType())
        .setBody(reply.body());
  }

  /** Sends a watch's events over a web socket. */
  private static final class EventSocket extends WebSocketListener {

    private final ApiResponse.Stream stream;
    private final AtomicReference<ApiResponse.Subscription> subscription = new AtomicReference<>();

    EventSocket(ApiResponse.Stream stream) {
      this.stream = stream;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      subscription.set(stream.opener().open(socket::send));
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
      end();
    }

    @Override
    public void onFailure(WebSocket socket, Throwable error, Response response) {
      end();
    }

    private void end() {
      Optional.ofNullable(subscription.getAndSet(null)).ifPresent(ApiResponse.Subscription::close);
    }
  }
}
