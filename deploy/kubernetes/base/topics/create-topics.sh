#!/usr/bin/env bash
# Creates what is missing of the topics and their dead-letter topics; leaves alone what is there. Needs SAMVERKA_KAFKA.
set -euo pipefail

kafka_topics=(/opt/kafka/bin/kafka-topics.sh --bootstrap-server "$SAMVERKA_KAFKA")
days=$((24 * 60 * 60 * 1000))
existing=$("${kafka_topics[@]}" --list)

create() {
    local topic=$1
    shift
    if ! grep -qxF "$topic" <<<"$existing"; then
        "${kafka_topics[@]}" --create --if-not-exists --topic "$topic" --partitions 3 "$@"
    fi
}

# HR events carry identities: kept only as long as a consumer may need to catch up.
create samverka.hr.v1 --config retention.ms=$((14 * days))
# The latest contact of each person. A tombstone erases within a week, and stays for those who were away.
create samverka.contacts.v1 --config cleanup.policy=compact \
    --config max.compaction.lag.ms=$((7 * days)) --config delete.retention.ms=$((14 * days))
# Absence under pseudonyms, for as long as absence may be kept: 36 months. What reporting replays begins there.
create samverka.absence.v1 --config retention.ms=$((1096 * days))
# Risk and offers under pseudonyms, which the service that reads them keeps in its own store.
create samverka.screening.v1 --config retention.ms=$((14 * days))
# What statistics are rebuilt from: kept for good.
create samverka.participants.v1 --config retention.ms=-1
create samverka.sessions.v1 --config retention.ms=-1
create samverka.evaluation.v1 --config retention.ms=-1
create samverka.reporting.v1 --config retention.ms=-1

# Time to look at what could not be processed, mend it and replay it.
for topic in hr contacts absence screening participants sessions evaluation reporting; do
    create "samverka.$topic.v1.dlq" --config retention.ms=$((30 * days))
done
