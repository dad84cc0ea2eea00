# The example, built from source. The poms come first: as long as they stay, a changed Java file
# means compiling again and downloading nothing.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY cache-core/pom.xml cache-core/
COPY cache-testkit/pom.xml cache-testkit/
COPY cache-redis/pom.xml cache-redis/
COPY cache-servlet/pom.xml cache-servlet/
COPY example-app/pom.xml example-app/
COPY frameworks/pom.xml frameworks/
COPY nodes/pom.xml nodes/
COPY docs/pom.xml docs/
COPY chaos/pom.xml chaos/
COPY benchmarks/pom.xml benchmarks/
# One empty class a module, so that the compiler and its checks are fetched too.
RUN for module in cache-core cache-testkit cache-redis cache-servlet example-app; do \
        mkdir -p $module/src/main/java/warm && \
        echo 'package warm; final class Warm {}' > $module/src/main/java/warm/Warm.java; \
    done && \
    mvn -B -q -pl example-app -am package \
        -DskipTests -Dmaven.javadoc.skip -Dmaven.source.skip -Dspotless.check.skip && \
    rm -rf */src */target
COPY cache-core/src cache-core/src
COPY cache-testkit/src cache-testkit/src
COPY cache-redis/src cache-redis/src
COPY cache-servlet/src cache-servlet/src
COPY example-app/src example-app/src
RUN mvn -o -B -q -pl example-app -am package \
        -DskipTests -Dmaven.javadoc.skip -Dmaven.source.skip -Dspotless.check.skip

FROM eclipse-temurin:17-jre
RUN useradd --system --no-create-home --shell /usr/sbin/nologin larder
COPY --from=build /build/example-app/target/larder-example.jar /opt/larder/larder-example.jar
USER larder
# Inside a container every interface is the container's own; outside, publish to 127.0.0.1.
ENV LARDER_HOST=0.0.0.0 LARDER_PORT=5000
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["java", "-XX:TieredStopAtLevel=1", "-cp", "/opt/larder/larder-example.jar", "io.larder.example.HealthCheck"]
ENTRYPOINT ["java", "-jar", "/opt/larder/larder-example.jar"]
