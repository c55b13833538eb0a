#!/usr/bin/env python3
"""ML Metadata: a store that the real library wrote, read."""
# needs: ml-metadata==1.17.1

import os
import tempfile

from ml_metadata.metadata_store import metadata_store
from ml_metadata.proto import metadata_store_pb2 as pb

from losses import expect_unsaid, said
from pedigree import edges, expect, pedigree


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        config = pb.ConnectionConfig()
        config.sqlite.filename_uri = "mlmd.db"
        config.sqlite.connection_mode = 3
        store = metadata_store.MetadataStore(config)
        dataset, model = (store.put_artifact_type(pb.ArtifactType(name=f"system.{name}")) for name in ("Dataset", "Model"))
        container = pb.ExecutionType(name="system.ContainerExecution")
        container.properties["task_name"] = pb.STRING
        container = store.put_execution_type(container)
        pipeline = store.put_context_type(pb.ContextType(name="system.Pipeline"))
        brought = pb.Artifact(type_id=dataset, uri="s3://lake/raw.csv")
        brought.custom_properties["licence"].string_value = "of-the-lake"
        raw, made, wanted = store.put_artifacts([
            brought, pb.Artifact(type_id=model, uri="s3://lake/model"),
            pb.Artifact(type_id=model, name="wanted")])
        done = pb.Execution(type_id=container, name="run/1", last_known_state=pb.Execution.COMPLETE)
        done.properties["task_name"].string_value = "train"
        failed = pb.Execution(type_id=container, name="run/2", last_known_state=pb.Execution.FAILED)
        done, failed = store.put_executions([done, failed])
        store.put_events([
            pb.Event(artifact_id=raw, execution_id=done, type=pb.Event.INPUT),
            pb.Event(artifact_id=made, execution_id=done, type=pb.Event.OUTPUT),
            pb.Event(artifact_id=raw, execution_id=done, type=pb.Event.DECLARED_INPUT),
            pb.Event(artifact_id=wanted, execution_id=done, type=pb.Event.DECLARED_OUTPUT),
            pb.Event(artifact_id=raw, execution_id=failed, type=pb.Event.INPUT),
            pb.Event(artifact_id=made, execution_id=failed, type=pb.Event.OUTPUT)])
        shop, = store.put_contexts([pb.Context(type_id=pipeline, name="shop")])
        store.put_attributions_and_associations([], [pb.Association(execution_id=done, context_id=shop)])
        store.close() if hasattr(store, "close") else None
        pedigree("import", "kubeflow", "-o", "store.graph", "mlmd.db")
        flows = {(e["from_name"], e["to_namespace"], e["to_name"], e["to_kind"], e["job"], e["witnesses"]) for e in edges("store.graph")}
        expect(flows == {("raw.csv", "s3://lake", "model", "MODEL", "kfp/shop/train", "OBSERVED"),
                         ("raw.csv", "mlmd", "system.Model/wanted", "MODEL", "kfp/shop/train", "DECLARED")}, f"the store's flows: {flows}")
        expect_unsaid("mlmd.db", "store.graph", "of-the-lake")
        shown = said("store.graph")
        for one in (*store.get_artifacts(), *store.get_executions(), *store.get_events_by_execution_ids([done])):
            time = getattr(one, "create_time_since_epoch", 0) or one.milliseconds_since_epoch
            expect(time > 0 and str(time) not in shown, f"the store's time {time} is lost")
        print("a store of the real library read: what was declared, what was observed, what failed")


if __name__ == "__main__":
    main()
