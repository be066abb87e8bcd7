//! Services.

use super::{Parse, Parser, count};
use crate::ast::{Method, Service};
use crate::locations::LocationId;
use crate::option::Target;

impl Parser<'_> {
    pub(super) fn service(&mut self, location: LocationId) -> Parse {
        self.expect("service")?;
        let name = self.part(location, &[1], |p| p.identifier("the name of a service"))?;
        let index = self.file.services.len();
        self.file.services.push(Service { name, ..Service::default() });
        self.expect_end("{", location)?;
        self.block("service", |p| p.service_statement(index, location))?;
        self.close(location);
        Ok(())
    }

    fn service_statement(&mut self, index: usize, location: LocationId) -> Parse {
        if self.eat_end(";", None) {
            return Ok(());
        }
        if self.at("option") {
            let location = self.open(location, &[3]);
            let mut options = self.file.services[index].options;
            let result = self.option_statement(&mut options, Target::Service, location);
            self.file.services[index].options = options;
            self.close(location);
            return result;
        }
        let number = count(self.file.services[index].methods.len());
        let location = self.open(location, &[2, number]);
        let method = self.method(location)?;
        self.file.services[index].methods.push(method);
        Ok(())
    }

    fn method(&mut self, location: LocationId) -> Parse<Method> {
        let mut method = Method::default();
        if !self.at("rpc") {
            let found = self.found();
            return self.fail(format!("expected `rpc` or `option`, found {found}"));
        }
        self.next();
        method.name = self.part(location, &[1], |p| p.identifier("the name of a method"))?;
        (method.client_streaming, method.input) = self.method_type(location, 5, 2)?;
        self.expect("returns")?;
        (method.server_streaming, method.output) = self.method_type(location, 6, 3)?;
        if !self.at("{") {
            self.expect_end(";", location)?;
            self.close(location);
            return Ok(method);
        }
        self.expect_end("{", location)?;
        // A body without options still makes options, of which none is set.
        let mut path = self.file.locations.path(location).to_vec();
        path.push(4);
        method.options = Some(Self::no_options(path, Target::Method, &mut self.file.options));
        self.block("body of the method", |p| {
            if p.eat_end(";", None) {
                return Ok(());
            }
            let own = p.open(location, &[4]);
            let result = p.option_statement(&mut method.options, Target::Method, own);
            p.close(own);
            result
        })?;
        self.close(location);
        Ok(method)
    }

    /// Reads `(Type)` or `(stream Type)`: whether it streams, and the type.
    fn method_type(
        &mut self,
        location: LocationId,
        stream_step: i32,
        type_step: i32,
    ) -> Parse<(bool, crate::ast::Name)> {
        self.expect("(")?;
        let stream = self.at("stream");
        if stream {
            self.part(location, &[stream_step], |p| {
                p.next();
                Ok(())
            })?;
        }
        let name = self.part(location, &[type_step], Self::type_name)?;
        self.expect(")")?;
        Ok((stream, name))
    }
}
