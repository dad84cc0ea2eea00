package io.larder.servlet;

import io.larder.cache.CacheListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a listener is told of requests and loads, without times. */
final class Noted implements CacheListener {

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> loads = new CopyOnWriteArrayList<>();

  /** The part of a key that tests differ in. */
  private static String path(String key) {
    int origin = key.indexOf("127.0.0.1");
    return origin < 0
        ? key
        : key.substring(0, origin).replace("http://", "") + key.substring(origin + 9);
  }

  @Override
  public void hit(String cache, String key, long bytes) {
    requests.add("hit " + cache + " " + path(key) + " " + bytes);
  }

  @Override
  public void staleHit(String cache, String key, long bytes) {
    requests.add("stale " + cache + " " + path(key) + " " + bytes);
  }

  @Override
  public void miss(String cache, String key) {
    requests.add("miss " + cache + " " + path(key));
  }

  @Override
  public void bypassed(String cache, String reason) {
    requests.add("bypass " + cache + " " + reason);
  }

  @Override
  public void collapsed(String cache, String key) {
    loads.add("collapsed " + cache + " " + path(key));
  }

  @Override
  public void stored(String cache, String key, long bytes, long nanos) {
    loads.add("stored " + cache + " " + path(key) + " " + bytes);
  }

  @Override
  public void refused(String cache, String key, String reason, long nanos) {
    loads.add("refused " + cache + " " + path(key) + " " + reason);
  }

  @Override
  public void loadFailed(String cache, String key, long nanos) {
    loads.add("failed " + cache + " " + path(key));
  }
}
