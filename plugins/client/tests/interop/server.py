"""A server of grpcio for the tests of the client: prints its port, then serves until it is killed.

Arguments: the folder of the generated modules; with TLS its certificate, its key and the authority
of clients.
"""
import sys
import time
from concurrent import futures

sys.path.insert(0, sys.argv[1])
import grpc
import notes_pb2
import notes_pb2_grpc

# google.rpc.Status: code 8, message "too many", one google.rpc.ErrorInfo.
INFO = b"\x0a\x08TOO_MANY\x12\x04test"
URL = b"type.googleapis.com/google.rpc.ErrorInfo"
ANY = b"\x0a" + bytes([len(URL)]) + URL + b"\x12" + bytes([len(INFO)]) + INFO
STATUS = b"\x08\x08\x12\x08too many\x1a" + bytes([len(ANY)]) + ANY

failures = {}


class Notes(notes_pb2_grpc.NotesServicer):
    def Echo(self, request, context):
        metadata = dict(context.invocation_metadata())
        context.send_initial_metadata((("x-tag", metadata.get("x-tag", "")),))
        context.set_trailing_metadata((
            ("x-bytes-bin", bytes([0, 255])),
            ("x-encoding", metadata.get("grpc-internal-encoding-request", "")),
        ))
        if request.text == "details":
            context.set_trailing_metadata((("grpc-status-details-bin", STATUS),))
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "too many")
        if request.text == "sleep":
            time.sleep(2)
        if request.text.startswith("flaky"):
            count = failures[request.text] = failures.get(request.text, 0) + 1
            if count < 3:
                context.abort(grpc.StatusCode.UNAVAILABLE, "not yet")
        if request.text == "deadline":
            return notes_pb2.Note(text="ms", number=int(context.time_remaining() * 1000))
        return request

    def Count(self, request, context):
        for number in range(request.number):
            yield notes_pb2.Note(text="count", number=number)

    def Sum(self, requests, context):
        return notes_pb2.Note(text="sum", number=sum(request.number for request in requests))

    def Chat(self, requests, context):
        for request in requests:
            yield request


server = grpc.server(futures.ThreadPoolExecutor(8), compression=grpc.Compression.Gzip)
notes_pb2_grpc.add_NotesServicer_to_server(Notes(), server)
if len(sys.argv) > 2:
    certificate, key, authority = (open(path, "rb").read() for path in sys.argv[2:5])
    credentials = grpc.ssl_server_credentials([(key, certificate)], authority, True)
    port = server.add_secure_port("localhost:0", credentials)
else:
    port = server.add_insecure_port("localhost:0")
server.start()
print(port, flush=True)
server.wait_for_termination()
