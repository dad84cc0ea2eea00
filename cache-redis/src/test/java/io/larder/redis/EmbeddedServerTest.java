package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;

class EmbeddedServerTest {

  @Test
  void theEmbeddedServerAnswers() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    RedisServer server = RedisServer.newRedisServer().port(port).build();
    server.start();
    try (RedisClient client = RedisClient.create("redis://localhost:" + port)) {
      assertThat(client.ping()).isEqualTo("PONG");
    } finally {
      server.stop();
    }
  }
}
